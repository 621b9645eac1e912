package com.plantapop.chat.contract;

import static com.plantapop.chat.contract.Schemas.CHAT;
import static com.plantapop.chat.contract.Schemas.DOCUMENT;
import static com.plantapop.chat.contract.Schemas.MESSAGE;
import static com.plantapop.chat.contract.Schemas.PACKAGED;
import static com.plantapop.chat.contract.Schemas.RECEIPT;
import static com.plantapop.chat.contract.Schemas.REST_DOCUMENT;
import static com.plantapop.chat.contract.Schemas.packaged;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The documents beside /asyncapi.yaml; the public parser reads them in asyncapi.mjs. */
class AsyncApiDocumentTest {

  @Test
  void isTheFileWordForWordWithTheSchemasBesideIt() throws Exception {
    assertThat(PACKAGED.documents())
        .containsOnlyKeys(DOCUMENT, REST_DOCUMENT, MESSAGE, RECEIPT, CHAT);
    for (String file : PACKAGED.documents().keySet()) {
      assertThat(PACKAGED.documents()).containsEntry(file, packaged(file));
    }
  }

  @Test
  void refersToTheSchemasThatAreEnforced() {
    assertThat(PACKAGED.documents().get(DOCUMENT))
        .contains("$ref: ./" + MESSAGE, "$ref: ./" + RECEIPT);
    assertThat(PACKAGED.documents().get(REST_DOCUMENT))
        .contains("$ref: ./" + MESSAGE, "$ref: ./" + RECEIPT, "$ref: ./" + CHAT);
  }
}
