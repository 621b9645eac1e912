/**
 * The shared store: {@link com.plantapop.chat.store.EventStore} on MongoDB, for any number of
 * nodes.
 *
 * <p>Appends go one way: {@code Appender} admits the runs whose predecessor is durable, {@code
 * RunWriter} gathers them and inserts them in bulk writes, and what a uniqueness index refuses the
 * appender explains by reading. All else goes through {@code MongoRequests}. {@code Names} and
 * {@code Documents} say what lies in the database, {@code Indexes} what holds it together, {@code
 * DatabaseFormat} which version of both it is.
 *
 * <p>Every write has write concern majority with journal, every read read concern majority from the
 * primary, whatever the connection string says. Nothing here depends on transactions, sessions or
 * change streams.
 */
package com.plantapop.chat.store.mongo;
