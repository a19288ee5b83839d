package dev.netc.cli;

import dev.netc.compiler.CompilerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Reads files and those that they import. */
  FileImports imports() {
    return new FileImports(sourceRoots);
  }

  /** The options for the compiler, with the Java package that the files name. */
  CompilerOptions options() {
    return options(Optional.empty());
  }

  /** The options for the compiler, with a Java package in place of the one that the files name. */
  CompilerOptions options(Optional<String> javaPackage) {
    return new CompilerOptions(javaPackage, arguments, CompilerOptions.DEFAULT.inputGradients());
  }
}
