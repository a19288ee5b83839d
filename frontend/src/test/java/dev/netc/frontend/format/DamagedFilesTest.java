package dev.netc.frontend.format;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonParser;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.ParallelCheck;
import dev.netc.frontend.ParallelCheck.Checked;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/**
 * Files with some of their bytes changed are read, checked and reported in every format. {@code
 * -Dfuzz.inputs} and {@code -Dfuzz.seed} choose how many and which, as for the compiler's fuzzing.
 */
final class DamagedFilesTest {
  private static final int FILES = Math.max(64, Integer.getInteger("fuzz.inputs", 20_000) / 50);
  private static final int AT_A_TIME = 32;
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final Path PROGRAMS = Path.of("../compiler/src/test/resources/ui");

  @TempDir private Path directory;

  @Test
  void everyFormatHasItsForm() throws Exception {
    List<byte[]> programs = programs();
    Random random = new Random(SEED);
    for (int i = 0; i < FILES; i += AT_A_TIME) {
      List<Path> files = new ArrayList<>();
      for (int k = 0; k < AT_A_TIME; k++) {
        Path file = directory.resolve(i + k + ".net");
        files.add(
            Files.write(file, damaged(programs.get(random.nextInt(programs.size())), random)));
      }
      check(files);
    }
  }

  private static List<byte[]> programs() throws IOException {
    List<byte[]> programs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(PROGRAMS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".net")).sorted().toList()) {
        programs.add(Files.readAllBytes(file));
      }
    }
    return programs;
  }

  private static byte[] damaged(byte[] program, Random random) {
    byte[] bytes = program.clone();
    for (int n = random.nextInt(4); n >= 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(128);
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, from));
          System.arraycopy(bytes.clone(), from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private void check(List<Path> files) throws Exception {
    List<Checked> checked =
        new ParallelCheck(new Compiler(CompilerOptions.DEFAULT), new FileImports(List.of()))
            .check(files);
    Report report =
        new Report(
            checked.stream().flatMap(file -> file.result().stream()).toList(),
            checked.stream().flatMap(file -> file.problem().stream()).toList());
    Places places = new Places(directory);
    for (ReportFormat format :
        List.of(new JsonFormat("1"), new SarifFormat("1", places), new GitlabFormat(places))) {
      assertThat(JsonParser.parseString(format.render(report))).isNotNull();
    }
    for (ReportFormat format : List.of(new CheckstyleFormat(places), new JunitFormat(places))) {
      DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(format.render(report))));
    }
    assertThat(new GithubFormat(places).render(report).lines().toList())
        .hasSize(report.diagnostics().size() + report.problems().size());
  }
}
