package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.cli.Cli.Outcome;
import dev.netc.runtime.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A directory of {@code examples}: networks, a README, and Java that uses them if there is any. */
record Example(Path directory) {
  private static final Path ALL = Path.of("..", "examples");

  static Example of(String name) {
    return new Example(ALL.resolve(name));
  }

  /** All but those that Maven builds, which the plugin's integration tests do. */
  static List<Example> all() throws IOException {
    try (Stream<Path> directories = Files.list(ALL)) {
      return directories
          .filter(Files::isDirectory)
          .filter(directory -> !Files.exists(directory.resolve("pom.xml")))
          .sorted()
          .map(Example::new)
          .toList();
    }
  }

  List<Path> networks() throws IOException {
    return files(directory, ".net");
  }

  /**
   * Compiles the networks without a warning, and what comes out of that, together with the
   * example's own Java, without one either.
   *
   * @param target where sources and classes go
   */
  void compile(Path target) throws IOException {
    for (Path network : networks()) {
      Outcome outcome = Cli.netc("compile", network, "-d", target);
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.status()).isEqualTo(0);
    }
    List<Path> sources = new ArrayList<>(files(target, ".java"));
    sources.addAll(files(directory, ".java"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-Xlint:all", "-Werror", "-d", target.toString(), "-cp", runtime());
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjects(sources.toArray(Path[]::new)))
              .call();
      assertWithMessage(messages.toString()).that(compiled).isTrue();
    }
  }

  /** Runs a compiled program in a JVM of its own, and returns what it prints. */
  static String run(Path target, String main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", target + File.pathSeparator + runtime(), main));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    process.getInputStream().transferTo(output);
    assertThat(process.waitFor()).isEqualTo(0);
    return output.toString(StandardCharsets.UTF_8);
  }

  /** The first block of the README in a language. */
  String readmeBlock(String language) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("README.md"))) {
      StringBuilder block = new StringBuilder();
      lines
          .dropWhile(line -> !line.equals("```" + language))
          .skip(1)
          .takeWhile(line -> !line.equals("```"))
          .forEach(line -> block.append(line).append('\n'));
      return block.toString();
    }
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String runtime() {
    return Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }

  @Override
  public String toString() {
    return directory.getFileName().toString();
  }
}
