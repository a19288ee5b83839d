package dev.netc.compiler;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of {@code docs/architecture.md}: which package may know which. */
final class ArchitectureTest {
  private static final JavaClasses COMPILER = mainClasses("dev.netc.compiler");
  private static final JavaClasses RUNTIME = mainClasses("dev.netc.runtime");

  /** The packages of the compiler in the order of its phases: each knows only those before it. */
  private static final List<String> PHASES =
      List.of(
          "source",
          "diagnostics",
          "explain",
          "ir",
          "ast",
          "syntax",
          "format",
          "library",
          "analysis",
          "elaborate",
          "lint",
          "autodiff",
          "simplify",
          "scan",
          "fuse",
          "memory",
          "cost",
          "codegen");

  /** The packages that work on graphs alone and never learn what the text looked like. */
  private static final List<String> GRAPH_PHASES =
      List.of("ir", "autodiff", "simplify", "scan", "fuse", "memory");

  private static final List<String> TEXT_PHASES = List.of("ast", "syntax", "format", "analysis");

  @TestFactory
  Stream<DynamicTest> aPhaseKnowsOnlyEarlierPhases() {
    return PHASES.stream()
        .limit(PHASES.size() - 1L)
        .map(
            phase ->
                DynamicTest.dynamicTest(
                    phase,
                    () -> {
                      List<String> later = PHASES.subList(PHASES.indexOf(phase) + 1, PHASES.size());
                      noClasses()
                          .that(resideInAPackage(inside(phase)))
                          .should()
                          .dependOnClassesThat(resideInAnyPackage(insideAll(later)))
                          .allowEmptyShould(true)
                          .check(COMPILER);
                    }));
  }

  @Test
  void graphPhasesDoNotKnowTheText() {
    noClasses()
        .that(resideInAnyPackage(insideAll(GRAPH_PHASES)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(insideAll(TEXT_PHASES)))
        .allowEmptyShould(true)
        .check(COMPILER);
  }

  @Test
  void phasesDoNotKnowTheFacade() {
    noClasses()
        .that(resideInAnyPackage(insideAll(PHASES)))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.netc.compiler"))
        .allowEmptyShould(true)
        .check(COMPILER);
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(Stream.of("dev.netc.compiler"), Stream.of(insideAll(PHASES)))
                .toArray(String[]::new))
        .allowEmptyShould(true)
        .check(COMPILER);
  }

  @Test
  void onlySyntaxAndTheFormatterKnowAntlr() {
    noClasses()
        .that(not(resideInAnyPackage(inside("syntax"), inside("format"))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.antlr..", "dev.netc.grammar.."))
        .allowEmptyShould(true)
        .check(COMPILER);
  }

  @Test
  void nothingBuildsOnTheFormatter() {
    noClasses()
        .that(resideInAnyPackage(insideAll(PHASES)))
        .and(not(resideInAPackage(inside("format"))))
        .should()
        .dependOnClassesThat(resideInAPackage(inside("format")))
        .check(COMPILER);
  }

  @Test
  void onlyCodegenKnowsJavaPoet() {
    noClasses()
        .that(not(resideInAPackage(inside("codegen"))))
        .should()
        .dependOnClassesThat(resideInAPackage("com.palantir.javapoet.."))
        .allowEmptyShould(true)
        .check(COMPILER);
  }

  @Test
  void theCompilerTouchesNoFilesAndNoConsole() {
    // Streams over class path resources (the library) are all of java.io that it may use.
    DescribedPredicate<JavaClass> resourceStreams =
        type(InputStream.class)
            .or(type(IOException.class))
            .or(type(UncheckedIOException.class))
            .or(type(Serializable.class));
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                .or(resideInAPackage("java.io..").and(not(resourceStreams))))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .allowEmptyShould(true)
        .check(COMPILER);
  }

  @Test
  void theCompilerDoesNotLinkTheRuntime() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAPackage("dev.netc.runtime.."))
        .allowEmptyShould(true)
        .check(COMPILER);
  }

  @Test
  void theRuntimeStandsAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..", "jdk.incubator.vector..", "dev.netc.runtime..", "org.jspecify.."))
        .allowEmptyShould(true)
        .check(RUNTIME);
  }

  private static JavaClasses mainClasses(String root) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(root);
  }

  private static String inside(String phase) {
    return "dev.netc.compiler." + phase + "..";
  }

  private static String[] insideAll(List<String> phases) {
    return phases.stream().map(ArchitectureTest::inside).toArray(String[]::new);
  }
}
