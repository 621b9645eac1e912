/**
 * The checker: {@link com.plantapop.chat.checker.Checker} lets several nodes serve several hundred
 * clients while a seeded schedule of faults runs and members come and go, records what every client
 * was told, and holds it against the logs in the end. {@code CheckerIT} is a short run of it in
 * every build.
 *
 * <p>What is random follows from the seed: the faults, and what each client does. How threads and
 * packets meet does not, so a seed that failed once may need several runs to fail again.
 */
package com.plantapop.chat.checker;
