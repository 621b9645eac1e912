// The customer's document "Async API PlantaPop!" 0.1.0, as far as it can be compared.

const string = (format) => ({ type: 'string', ...(format && { format }) });

const message = {
  id: string('uuid'),
  chatId: string('uuid'),
  sender: string('email'),
  content: string(),
  timestamp: string('date-time'),
};
const receipt = {
  messageId: string('uuid'),
  chatId: string('uuid'),
  recipient: string('email'),
  timestamp: string('date-time'),
};
const messageExample = {
  id: '497f6eca-6276-4993-bfeb-53cbbbba6f08',
  chatId: 'f255124e-3419-4f6e-b7ee-17a6577db94d',
  sender: 'user@example.com',
  content: 'string',
  timestamp: '2019-08-24T14:15:22Z',
};
const receiptExample = {
  messageId: '8540d774-4863-4d2b-b788-4ecb19412e85',
  chatId: 'f255124e-3419-4f6e-b7ee-17a6577db94d',
  recipient: 'user@example.com',
  timestamp: '2019-08-24T14:15:22Z',
};

export const seed = {
  title: 'Async API PlantaPop!',
  version: '0.1.0',
  id: { type: 'string', pattern: '^[0-9a-fA-F]{24}$' },
  operations: [
    {
      id: 'sendMessage',
      action: 'publish',
      channel: 'chat/{id}',
      message: 'message',
      description: 'Send messages to a chat',
      payload: message,
      example: messageExample,
    },
    {
      id: 'onMessage',
      action: 'subscribe',
      channel: 'chat/{id}',
      message: 'message',
      description: 'Receive messages from a chat',
      payload: message,
      example: messageExample,
    },
    {
      id: 'sendReceipt',
      action: 'publish',
      channel: 'chat/{id}/receipts',
      message: 'receipt',
      description: 'Send read receipts to a chat',
      payload: receipt,
      example: receiptExample,
    },
  ],
};
