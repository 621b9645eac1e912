/**
 * The benchmark: {@link com.plantapop.chat.bench.Benchmark} prints in one run what this server, the
 * stock Vert.x bridge and a bare Netty server cost on this machine. It uses nothing but the JDK and
 * what the executable jar holds, so that it runs wherever that jar does; only where a cluster is
 * measured and no server of the MongoDB API is named, it starts one from the tests' class path.
 */
package com.plantapop.chat.bench;
