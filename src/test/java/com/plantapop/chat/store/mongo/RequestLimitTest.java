package com.plantapop.chat.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

/** Whatever is thrown, the next request has its turn. */
class RequestLimitTest {
  private final RequestLimit one = new RequestLimit(1);

  private static Future<String> broken() {
    throw new NoClassDefFoundError("for this test");
  }

  private void assertServes() {
    assertThat(one.run(() -> Future.succeededFuture("next")).result()).isEqualTo("next");
  }

  @Test
  void errorOfARequestIsItsAnswer() {
    assertThat(one.run(RequestLimitTest::broken).cause()).isInstanceOf(NoClassDefFoundError.class);
    assertServes();
  }

  @Test
  void whatIsThrownByWhoeverHearsTheAnswerStopsNobody() {
    Promise<String> first = Promise.promise();
    Future<String> running = one.run(first::future);
    Future<String> heard = one.run(() -> Future.succeededFuture("heard"));
    heard.onSuccess(answer -> broken());
    first.tryComplete("first");

    assertThat(running.isComplete()).isTrue();
    assertServes();
  }
}
