package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.source.SourceFile;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.IndexException;
import dev.netc.runtime.Model;
import dev.netc.runtime.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients of tables whose rows, or columns, are looked up. */
final class ScatteredRowsTest {
  private static final String BY_ROWS = "Blocks.add(gradients, row, ";
  private static final int[] TOKENS = {1, 8, 2, 1, 0, 1};

  /** A step subtracts the gradient, which is what of {@code z} belongs to an element. */
  private static String program(String lookup, String shape) {
    return """
    network Net {
        input token: int[N, 3]
        input z: float[%s]
        %s
        output y
        loss sum(y * z)
        optimizer SGD(lr=1)
    }
    """
        .formatted(shape, lookup);
  }

  private static SourceFile file(String program) {
    return new SourceFile("net.net", program);
  }

  private static String source(String program) {
    return new Compiler(CompilerOptions.DEFAULT).compile(file(program)).sources().get(0).text();
  }

  private static Model model(String program) {
    return GeneratedModel.of(
        new Compiler(CompilerOptions.DEFAULT).analyze(file(program)).networks().get(0));
  }

  private static float[] counted(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i % 251;
    }
    return numbers;
  }

  /** What a step subtracts from a table of 9 rows of 40, for rows of {@code z}. */
  private static void assertRowsAreAddedUp(String lookup, int left) {
    String program = program(lookup, "N, 3, 40");
    Model model = model(program);
    Tensor table = model.parameters().get(0).value();
    float[] before = table.floats();
    float[] z = counted(TOKENS.length * 40);
    model.trainer().train(List.of(Tensor.of(TOKENS, 2, 3), Tensor.of(z, 2, 3, 40)), List.of());
    float[] expected = new float[before.length];
    for (int i = 0; i < TOKENS.length; i++) {
      for (int j = 0; j < 40 && TOKENS[i] != left; j++) {
        expected[TOKENS[i] * 40 + j] += z[i * 40 + j];
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(before[i] - table.floats()[i]).isWithin(1e-4f).of(expected[i]);
    }
  }

  @Test
  void rowsOfEachIndexAreAddedUp() {
    String lookup = "y = token -> table: Embedding(9, 40)";
    assertThat(source(program(lookup, "N, 3, 40"))).contains(BY_ROWS);
    assertRowsAreAddedUp(lookup, -1);
  }

  @Test
  void aRowOfPaddingGetsNothing() {
    assertRowsAreAddedUp("y = token -> table: Embedding(9, 40, padding_idx=2)", 2);
  }

  @Test
  void columnsAreAddedOneByOne() {
    String lookup = "param table: [40, 9] ~ uniform(-1, 1)\\n y = index_select(table, 1, token[0])";
    String program = program(lookup.replace("\\n", "\n"), "40, 3");
    assertThat(source(program)).doesNotContain(BY_ROWS);
    Model model = model(program);
    Tensor table = model.parameters().get(0).value();
    float[] before = table.floats();
    float[] z = counted(40 * 3);
    model.trainer().train(List.of(Tensor.of(TOKENS, 2, 3), Tensor.of(z, 40, 3)), List.of());
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 3; j++) {
        int at = i * 9 + TOKENS[j];
        assertThat(before[at] - table.floats()[at]).isWithin(1e-4f).of(z[i * 3 + j]);
      }
    }
  }

  @Test
  void aRowThatThereIsNotIsNamed() {
    Model model = model(program("y = token -> table: Embedding(9, 40)", "N, 3, 40"));
    IndexException thrown =
        assertThrows(
            IndexException.class,
            () ->
                model
                    .trainer()
                    .train(
                        List.of(
                            Tensor.of(new int[] {1, 2, 9}, 1, 3),
                            Tensor.zeros(ElementType.FLOAT, 1, 3, 40)),
                        List.of()));
    assertThat(thrown)
        .hasMessageThat()
        .isEqualTo("`token` holds 9 at [0, 2], where `table` takes an index from 0 to 8");
  }
}
