/**
 * The benchmark: {@link com.plantapop.chat.bench.Benchmark} prints in one run what this server, the
 * stock Vert.x bridge and a bare Netty server cost on this machine. It uses nothing but the JDK and
 * what the executable jar holds, so that it runs wherever that jar does.
 */
package com.plantapop.chat.bench;
