package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.newChat;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.ChatId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link EventStore#bind}: a chat and a {@code chatId} belong to each other, once and for ever. */
interface BindingContract extends StoreSubject {

  @Test
  default void bindsOnceAndAgain() {
    ChatId chat = newChat();
    UUID chatId = UUID.randomUUID();
    assertThat(await(store().binding(chat))).isEmpty();
    assertThat(await(store().bind(chat, chatId))).contains(chatId);
    assertThat(await(store().bind(chat, chatId))).contains(chatId);
    assertThat(await(store().binding(chat))).contains(chatId);
  }

  @Test
  default void knowsTheChatOfAChatId() {
    ChatId chat = newChat();
    UUID chatId = UUID.randomUUID();
    assertThat(await(store().chat(chatId))).isEmpty();
    await(store().bind(chat, chatId));
    assertThat(await(store().chat(chatId))).contains(chat);
  }

  @Test
  default void keepsTheOlderBindingOfAChat() {
    ChatId chat = newChat();
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    await(store().bind(chat, first));
    assertThat(await(store().bind(chat, second))).contains(first);
    assertThat(await(store().binding(chat))).contains(first);
    ChatId other = newChat();
    assertThat(await(store().bind(other, second))).as("it was not used up").contains(second);
  }

  @Test
  default void doesNotGiveAChatIdToASecondChat() {
    UUID chatId = UUID.randomUUID();
    ChatId second = newChat();
    await(store().bind(newChat(), chatId));
    assertThat(await(store().bind(second, chatId))).isEmpty();
    assertThat(await(store().binding(second))).isEmpty();
    UUID another = UUID.randomUUID();
    assertThat(await(store().bind(second, another))).contains(another);
  }

  @Test
  default void answersTheOlderBindingToAChatThatAsksForTheChatIdOfAnother() {
    ChatId chat = newChat();
    UUID own = UUID.randomUUID();
    UUID foreign = UUID.randomUUID();
    await(store().bind(chat, own));
    await(store().bind(newChat(), foreign));
    assertThat(await(store().bind(chat, foreign))).contains(own);
  }

  @Test
  default void agreesOnOneChatIdAmongThoseAskedForAtOnce() {
    ChatId chat = newChat();
    Set<Optional<UUID>> answers = new HashSet<>();
    List<Future<Optional<UUID>>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(store().bind(chat, UUID.randomUUID()));
    }
    asked.forEach(answer -> answers.add(await(answer)));
    assertThat(answers).containsExactly(await(store().binding(chat)));
  }

  @Test
  default void givesAChatIdToOneOfTheChatsThatAskAtOnce() {
    UUID chatId = UUID.randomUUID();
    List<Future<Optional<UUID>>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(store().bind(newChat(), chatId));
    }
    List<Optional<UUID>> answers = new ArrayList<>();
    asked.forEach(answer -> answers.add(await(answer)));
    assertThat(answers).containsOnlyOnce(Optional.of(chatId));
    assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(49);
  }
}
