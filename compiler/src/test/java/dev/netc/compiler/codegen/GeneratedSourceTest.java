package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.Compilation;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The Java of the tutorial's network, as a whole. {@code mvn test -Dbless=true} writes it anew. */
final class GeneratedSourceTest {
  private static final Path NETWORK = Path.of("..", "examples", "tutorial", "net.net");
  private static final Path EXPECTED =
      Path.of("src", "test", "resources", "source", "tutorial", "Net.golden.java");

  @Test
  void theTutorialsNetworkBecomesThisClass() throws IOException {
    String text = source("net.net").text();
    if (Boolean.getBoolean("bless")) {
      Files.createDirectories(EXPECTED.getParent());
      Files.writeString(EXPECTED, text);
    }
    assertWithMessage("%s is missing; -Dbless=true writes it", EXPECTED)
        .that(Files.exists(EXPECTED))
        .isTrue();
    assertThat(text).isEqualTo(Files.readString(EXPECTED));
  }

  @Test
  void theFolderOfTheProgramDoesNotShow() throws IOException {
    assertThat(source("/home/somebody/net.net")).isEqualTo(source("net.net"));
  }

  @Test
  void itCompilesWithoutAWarning() throws IOException {
    assertThat(GeneratedModel.compile(source("net.net"))).containsKey("tutorial.Net");
  }

  private static JavaSource source(String name) throws IOException {
    Compilation compilation =
        new Compiler(CompilerOptions.DEFAULT)
            .compile(new SourceFile(name, Files.readString(NETWORK)));
    assertThat(compilation.diagnostics()).isEmpty();
    return compilation.sources().get(0);
  }
}
