package com.plantapop.chat;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Future;
import io.vertx.core.http.ClientAuth;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Holds the house of design section 11: imports run only from a room to those listed after it. */
class ArchitectureTest {
  private static final String ROOT = "com.plantapop.chat";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** For what public API does not have, or not at the price of the fast path; none is a habit. */
  private static final String NEED_INTERNALS =
      ROOT.replace(".", "\\.")
          + "\\.("
          + String.join(
              "|",
              "client\\.Subscription",
              "edge\\.(BridgeEndpoint|Connections|EdgeVerticle|HttpReceiver|WebSocketReader)",
              "hub\\.(ControlWatch|Hub|LocalTopic|LogFeed|LoopHub|LossSweep|PositionLookup|ReaderSession|Topic|TopicShard)",
              "ingest\\.IngestShard",
              "store\\.CallerPromise",
              "store\\.mongo\\.DriverSettings")
          + ")(\\$.*)?";

  @Test
  void importsRunFromEachRoomToThoseAfterIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("root")
        .definedBy(ROOT)
        .layer("edge")
        .definedBy(ROOT + ".edge..")
        .layer("management")
        .definedBy(ROOT + ".management..")
        .layer("metrics")
        .definedBy(ROOT + ".metrics..")
        .layer("hub")
        .definedBy(ROOT + ".hub..")
        .layer("ingest")
        .definedBy(ROOT + ".ingest..")
        .layer("bus")
        .definedBy(ROOT + ".bus..")
        .layer("access")
        .definedBy(ROOT + ".access..")
        .layer("contract")
        .definedBy(ROOT + ".contract..")
        .layer("port")
        .definedBy(ROOT + ".store")
        .layer("stores")
        .definedBy(ROOT + ".store.*..")
        .layer("cluster")
        .definedBy(ROOT + ".cluster..")
        .layer("client")
        .definedBy(ROOT + ".client..")
        .layer("limits")
        .definedBy(ROOT + ".limits..")
        .layer("event")
        .definedBy(ROOT + ".event..")
        .layer("config")
        .definedBy(ROOT + ".config..")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("edge")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("management")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("management")
        .mayOnlyAccessLayers("metrics", "config")
        .whereLayer("metrics")
        .mayOnlyBeAccessedByLayers(
            "root", "management", "edge", "hub", "ingest", "access", "bus", "port")
        .whereLayer("metrics")
        .mayOnlyAccessLayers("event")
        .whereLayer("hub")
        .mayOnlyBeAccessedByLayers("root", "edge")
        .whereLayer("ingest")
        .mayOnlyBeAccessedByLayers("root", "edge")
        .whereLayer("access")
        .mayOnlyBeAccessedByLayers("root", "edge", "hub", "ingest")
        .whereLayer("access")
        .mayOnlyAccessLayers("port", "metrics", "event", "config")
        .whereLayer("limits")
        .mayOnlyBeAccessedByLayers("edge", "ingest")
        .whereLayer("limits")
        .mayNotAccessAnyLayer()
        .whereLayer("contract")
        .mayOnlyBeAccessedByLayers("root", "ingest")
        .whereLayer("port")
        .mayOnlyBeAccessedByLayers("root", "hub", "ingest", "access", "stores")
        .whereLayer("stores")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("cluster")
        .mayOnlyBeAccessedByLayers("root")
        .whereLayer("bus")
        .mayOnlyBeAccessedByLayers("root", "hub", "ingest", "cluster")
        .whereLayer("bus")
        .mayOnlyAccessLayers("metrics", "event")
        .whereLayer("cluster")
        .mayOnlyAccessLayers("bus", "config")
        .whereLayer("client")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("client")
        .mayOnlyAccessLayers("event")
        .check(MAIN);
  }

  @Test
  void noRoomsDependOnEachOtherInACircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void valuesDependOnNothingButJava() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".event..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "javax.crypto..", ROOT + ".event..")
        .check(MAIN);
  }

  @Test
  void settingsDependOnNothingOfOurs() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".config..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "com.fasterxml.jackson.core..", ROOT + ".config..")
        .check(MAIN);
  }

  @Test
  void rocksDbIsKnownToItsStoreOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".store.rocksdb..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.rocksdb..")
        .check(MAIN);
  }

  /** It must work without RocksDB, whose word on the files it does not take. */
  @Test
  void checksOfFilesDependOnNothingButJava() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".store.rocksdb.check..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", ROOT + ".store.rocksdb.check..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".store.rocksdb..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".store.rocksdb.check..")
        .check(MAIN);
  }

  @Test
  void hazelcastIsKnownToTheClusterOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster..")
        .check(MAIN);
  }

  @Test
  void mongoDbIsKnownToItsStoreOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".store.mongo..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.mongodb..", "org.bson..", "io.vertx.ext.mongo..")
        .check(MAIN);
  }

  /** And to what fetches the keys of tokens. */
  @Test
  void httpIsKnownToTheEdgeTheManagementPortAndTheRootOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".edge..", ROOT + ".management..", ROOT)
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".access.JwksUrl")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.vertx.ext.web..", "io.vertx.core.http..")
                // Vert.x keeps this word of TLS there, which the event bus needs too.
                .and(not(equivalentTo(ClientAuth.class))))
        .check(MAIN);
  }

  @Test
  void tokensAreKnownToAccessOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".access..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.ext.auth..")
        .check(MAIN);
  }

  @Test
  void micrometerIsKnownToMetricsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "io.vertx.micrometer..", "io.prometheus..")
        .check(MAIN);
  }

  @Test
  void logbackIsKnownToTheManagementPortOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".management..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ch.qos.logback..")
        .check(MAIN);
  }

  @Test
  void bucketsAreKnownToLimitsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".limits..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.github.bucket4j..", "com.github.benmanes..")
        .check(MAIN);
  }

  @Test
  void internalsOfVertxAreKnownToFew() {
    noClasses()
        .that()
        .haveNameNotMatching(NEED_INTERNALS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..internal..", "io.vertx..impl..")
        .check(MAIN);
  }

  @Test
  void nobodyBlocksOnAFuture() {
    noClasses()
        .should()
        .callMethodWhere(DescribedPredicate.describe("blocks", ArchitectureTest::blocks))
        .check(MAIN);
  }

  private static boolean blocks(JavaMethodCall call) {
    return switch (call.getName()) {
      case "await" -> call.getTargetOwner().isAssignableTo(Future.class);
      case "get", "join" -> call.getTargetOwner().isAssignableTo(CompletableFuture.class);
      case "sleep" -> call.getTargetOwner().isEquivalentTo(Thread.class);
      default -> false;
    };
  }
}
