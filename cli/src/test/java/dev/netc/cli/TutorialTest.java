package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.runtime.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/tutorial} does what its README shows. */
final class TutorialTest {
  private static final Path TUTORIAL = Path.of("..", "examples", "tutorial");

  @TempDir Path folder;

  @Test
  void printsWhatItsReadmeShows() throws Exception {
    assertThat(Cli.netc("compile", TUTORIAL.resolve("net.net"), "-d", folder).status())
        .isEqualTo(0);
    compile(folder.resolve("tutorial").resolve("Net.java"), TUTORIAL.resolve("Tutorial.java"));
    assertThat(run("Tutorial")).isEqualTo(block("text"));
  }

  private void compile(Path... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-Xlint:all", "-Werror", "-d", folder.toString(), "-cp", runtime());
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(sources))
              .call();
      assertWithMessage(messages.toString()).that(compiled).isTrue();
    }
  }

  private String run(String main) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = folder + File.pathSeparator + runtime();
    Process process =
        new ProcessBuilder(java.toString(), "-cp", classPath, main)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    process.getInputStream().transferTo(output);
    assertThat(process.waitFor()).isEqualTo(0);
    return output.toString(StandardCharsets.UTF_8);
  }

  private static String runtime() {
    return Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }

  /** The one block of the README in the language {@code text}. */
  private static String block(String language) throws IOException {
    try (Stream<String> lines = Files.lines(TUTORIAL.resolve("README.md"))) {
      StringBuilder block = new StringBuilder();
      lines
          .dropWhile(line -> !line.equals("```" + language))
          .skip(1)
          .takeWhile(line -> !line.equals("```"))
          .forEach(line -> block.append(line).append('\n'));
      return block.toString();
    }
  }
}
