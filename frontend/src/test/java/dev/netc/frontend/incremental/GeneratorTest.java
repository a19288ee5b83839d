package dev.netc.frontend.incremental;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.CompilerOptions;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.SourceReader;
import dev.netc.frontend.UsageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratorTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir private Path root;
  private String compiler = "1.0";
  private Charset charset = UTF_8;
  private Map<String, String> arguments = Map.of();

  @BeforeEach
  void writeSources() throws IOException {
    source("one.net", network("One", "Half"), "import \"blocks.net\"");
    source("two.net", network("Two", "relu"), "package two");
    write(
        root.resolve("library/blocks.net"),
        "import \"deep/half.net\"\nlayer Half() (x) = x -> half\n");
    write(root.resolve("library/deep/half.net"), "fn half(x) = 0.5 * x\n");
  }

  @Test
  void theFirstRunWritesAll() throws IOException {
    assertThat(names(generate().written())).containsExactly("One.java", "two/Two.java");
    assertThat(Files.readString(output("One.java"))).contains("class One ");
  }

  @Test
  void theSecondRunTouchesNothing() throws IOException {
    generate();
    Map<String, FileTime> before = age();

    Generation second = generate();

    assertThat(second.written()).isEmpty();
    assertThat(second.isSuccess()).isTrue();
    assertThat(times()).isEqualTo(before);
  }

  @Test
  void aChangedSourceIsGeneratedAlone() throws IOException {
    generate();
    source("two.net", network("Two", "sigmoid"), "package two");

    assertThat(names(generate().written())).containsExactly("two/Two.java");
  }

  @Test
  void aChangeBehindTwoImportsCounts() throws IOException {
    generate();
    write(root.resolve("library/deep/half.net"), "fn half(x) = 0.25 * x\n");

    assertThat(names(generate().written())).containsExactly("One.java");
  }

  @Test
  void aFileThatHidesAnotherCounts() throws IOException {
    generate();
    write(root.resolve("main/blocks.net"), "layer Half() (x) = 3 * x\n");

    assertThat(names(generate().written())).containsExactly("One.java");
  }

  @Test
  void anotherCompilerOrArgumentGeneratesAgain() throws IOException {
    source("three.net", network("Three", "fc: Linear(width)").replace("Three", "Three(width=2)"));
    generate();

    arguments = Map.of("width", "3", "other", "4");
    assertThat(names(generate().written())).containsExactly("Three.java");
    assertThat(generate().written()).isEmpty();

    age();
    compiler = "1.1";
    // The same bytes are not written again, whoever made them.
    assertThat(generate().written()).isEmpty();
    assertThat(Files.readString(root.resolve("work/state"))).contains("three.net");
  }

  @Test
  void whatSomebodyChangedOrDeletedIsMadeAgain() throws IOException {
    generate();
    Files.delete(output("One.java"));
    Files.writeString(output("two/Two.java"), "class Two {}");

    assertThat(names(generate().written())).containsExactly("One.java", "two/Two.java");
    assertThat(Files.readString(output("two/Two.java"))).contains("dev.netc.runtime");
  }

  @Test
  void whatNoSourceGivesIsGone() throws IOException {
    generate();
    write(output("two/Mine.txt"), "not of netc");
    write(root.resolve("main/three.net"), "package three\n" + network("Three", "relu"));
    generate();
    Files.delete(root.resolve("main/two.net"));
    Files.delete(root.resolve("main/three.net"));

    Generation generation = generate();

    assertThat(names(generation.deleted())).containsExactly("two/Two.java", "three/Three.java");
    assertThat(Files.exists(output("three"))).isFalse();
    assertThat(Files.exists(output("two/Mine.txt"))).isTrue();
    assertThat(Files.exists(output("One.java"))).isTrue();
  }

  @Test
  void anErrorLeavesAllAsItIs() throws IOException {
    generate();
    Map<String, FileTime> before = age();
    source("one.net", network("One", "tanh"));
    source("two.net", network("Two", "rleu"), "package two");

    Generation generation = generate();

    assertThat(generation.isSuccess()).isFalse();
    assertThat(generation.report().errors()).isEqualTo(1);
    assertThat(times()).isEqualTo(before);

    source("two.net", network("Two", "relu"), "package two");
    assertThat(names(generate().written())).containsExactly("One.java");
  }

  @Test
  void warningsAreSeenInEachRun() throws IOException {
    source(
        "two.net",
        network("Two", "relu").replace("output y", "z = x -> tanh\noutput y"),
        "package two");

    assertThat(generate().report().warnings()).isEqualTo(1);
    Map<String, FileTime> before = age();
    assertThat(generate().report().warnings()).isEqualTo(1);
    assertThat(times()).isEqualTo(before);
  }

  @Test
  void twoSourcesCannotGiveOneFile() throws IOException {
    source("three.net", network("One", "relu"));

    UsageException refusal = assertThrows(UsageException.class, this::generate);

    assertThat(refusal)
        .hasMessageThat()
        .isEqualTo("both main/one.net and main/three.net give One.java");
  }

  @Test
  void otherEncodingsAreReadAndGiveJavaThatEachCompilerReads() throws IOException {
    charset = ISO_8859_1;
    Files.write(
        root.resolve("main/two.net"),
        ("package two\n/// Größer als zuvor.\n" + network("Two", "relu")).getBytes(ISO_8859_1));

    generate();

    assertThat(Files.readString(output("two/Two.java"), ISO_8859_1))
        .contains("Gr\\u00f6\\u00dfer als zuvor.");
  }

  @Test
  void aStateThatCannotBeReadIsNone() throws IOException {
    generate();
    Files.writeString(root.resolve("work/state"), "nonsense\n");
    Map<String, FileTime> before = age();
    before.remove("work/state");

    assertThat(generate().isSuccess()).isTrue();
    assertThat(times()).containsAtLeastEntriesIn(before);
  }

  private static String network(String name, String layer) {
    return "network %s {\ninput x: float[N, 2]\ny = x -> %s\noutput y\n}\n".formatted(name, layer);
  }

  private void source(String name, String text, String... before) throws IOException {
    write(root.resolve("main").resolve(name), String.join("\n", before) + "\n" + text);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  private Path output(String name) {
    return root.resolve("out").resolve(name);
  }

  private Generation generate() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.list(root.resolve("main"))) {
      sources = files.sorted().toList();
    }
    Path library = root.resolve("library");
    return Generator.generate(
        new Request(
            sources,
            new FileImports(SourceReader.below(root, charset), () -> Stream.of(library)),
            CompilerOptions.DEFAULT.withArguments(arguments),
            compiler,
            root.resolve("out"),
            charset,
            root.resolve("work/state")));
  }

  private List<String> names(List<Path> files) {
    return files.stream()
        .map(file -> root.resolve("out").relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  /** Makes all files old, so that a new one shows. */
  private Map<String, FileTime> age() throws IOException {
    for (String name : times().keySet()) {
      Files.setLastModifiedTime(root.resolve(name), LONG_AGO);
    }
    return times();
  }

  private Map<String, FileTime> times() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    for (String directory : List.of("out", "work")) {
      try (Stream<Path> files = Files.walk(root.resolve(directory))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          times.put(root.relativize(file).toString(), Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }
}
