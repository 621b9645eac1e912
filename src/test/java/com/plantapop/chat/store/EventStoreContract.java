package com.plantapop.chat.store;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every implementation of {@link EventStore} must do; each has a test that extends this one.
 * The chapters are interfaces, and use chats that nobody else uses, so that a server may be shared.
 */
@ExtendWith(VertxExtension.class)
public abstract class EventStoreContract
    implements AppendContract,
        ReadContract,
        TrimContract,
        EndContract,
        BindingContract,
        ListContract,
        RivalryContract,
        LifeContract {
  private Vertx vertx;
  private EventStore store;

  /** Opens the store; called again after a close, it must find what was stored before. */
  protected abstract EventStore openStore(Vertx vertx) throws Exception;

  @BeforeEach
  void open(Vertx ofThisTest) throws Exception {
    vertx = ofThisTest;
    store = openStore(vertx);
  }

  @AfterEach
  void close() {
    StoreSubject.await(store.close());
  }

  @Override
  public EventStore store() {
    return store;
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public void reopen() throws Exception {
    StoreSubject.await(store.close());
    store = openStore(vertx);
  }
}
