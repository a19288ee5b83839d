package dev.netc.compiler.syntax;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.ast.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class AstPrinterTest {

  @TestFactory
  Stream<DynamicTest> whatIsPrintedReadsTheSame() throws IOException {
    return ParserTest.sources().stream()
        .map(path -> DynamicTest.dynamicTest(path.toString(), () -> assertRoundTrip(path)));
  }

  private static void assertRoundTrip(Path path) throws IOException {
    assertRoundTrip(ParserTest.parse(Files.readString(path)));
  }

  /** Printed and read again, a tree has the same structure, and prints the same. */
  static void assertRoundTrip(File file) {
    String printed = new AstPrinter().print(file);
    File again = ParserTest.parse(printed);
    assertThat(NodeChecks.structure(again)).isEqualTo(NodeChecks.structure(file));
    assertThat(new AstPrinter().print(again)).isEqualTo(printed);
  }

  @Test
  void parenthesesAreThereWhereTheyAreNeeded() {
    String text = "fn f(x) = (a + b) * -(c - (d - e)) ** 2 + (-f) ** (g -> h).i[(j,)](not k)\n";
    assertThat(new AstPrinter().print(ParserTest.parse(text))).isEqualTo(text);
  }

  @Test
  void aLongChainGetsALineForEachStage() {
    String text =
        """
        network A {
            scores = image
                -> conv1: Conv2d(64, 7, stride=2, padding=3, bias=false) as [N, 64, H, W]
                -> relu
                -> layer1: repeat(2) i { BasicBlock(64) }
        }
        """;
    assertThat(new AstPrinter().print(ParserTest.parse(text))).isEqualTo(text);
  }
}
