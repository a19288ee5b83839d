package dev.netc.cli;

import dev.netc.compiler.CompilerOptions;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.NetworkArguments;
import dev.netc.frontend.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every command which compiles has. */
final class CompilerArguments {
  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "An argument of the network, for example -D classes=100.")
  private Map<String, String> arguments = new LinkedHashMap<>();

  @Option(
      names = {"-I", "--source-root"},
      paramLabel = "DIR",
      description = "Where imports are looked for that are not beside the importing file.")
  private List<Path> sourceRoots = new ArrayList<>();

  @Mixin private LevelArguments levels = new LevelArguments();

  /** Reads files and those that they import. */
  FileImports imports() {
    return new FileImports(sourceRoots);
  }

  /**
   * Checks that each argument given is one that a network takes.
   *
   * @param parameters what the networks of all files take
   * @throws UsageException if one is not
   */
  void requireKnown(Set<String> parameters) {
    NetworkArguments.requireKnown(arguments, parameters, "-D ");
  }

  /** The options for the compiler, with the Java package that the files name. */
  CompilerOptions options() {
    return options(Optional.empty());
  }

  /** The options for the compiler, with a Java package in place of the one that the files name. */
  CompilerOptions options(Optional<String> javaPackage) {
    return CompilerOptions.DEFAULT
        .withJavaPackage(javaPackage)
        .withArguments(arguments)
        .withLevels(levels.levels());
  }
}
