package dev.netc.compiler.library;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.truth.Correspondence;
import dev.netc.compiler.ir.DoubleTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Corners of layers that the golden values leave open. {@code library/layers.txt} has for each an
 * expression of x, the shape of x, and what PyTorch 1.13 gives: the values, and the slopes of their
 * sum.
 */
final class LayerLibraryTest {
  private static final Path CASES = Path.of("src", "test", "resources", "library", "layers.txt");
  private static final int LINES = 4;

  @TestFactory
  Stream<DynamicTest> layersComputeWhatPyTorchDoes() throws IOException {
    List<String> lines = Files.readAllLines(CASES);
    return IntStream.range(0, lines.size() / LINES)
        .mapToObj(i -> lines.subList(i * LINES, (i + 1) * LINES))
        .map(entry -> DynamicTest.dynamicTest(entry.get(0), () -> check(entry)));
  }

  private static void check(List<String> entry) {
    int[] shape = Arrays.stream(numbers(entry.get(1), "of")).mapToInt(n -> (int) n).toArray();
    Expression expression = new Expression(entry.get(0), input(shape));
    near(expression.value(), numbers(entry.get(2), "is"), "values");
    near(expression.gradient(), numbers(entry.get(3), "with slopes"), "slopes");
  }

  private static double[] numbers(String line, String word) {
    String text = line.strip().substring(word.length()).strip();
    return Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  /** Numbers of either sign, none of which comes soon again. */
  private static DoubleTensor input(int... shape) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return DoubleTensor.of(
        shape,
        IntStream.range(0, size).mapToDouble(i -> (i * 7 % 11 - 5) / 4.0 + i % 3 / 8.0).toArray());
  }

  private static void near(List<Double> got, double[] want, String what) {
    assertWithMessage(what)
        .that(got)
        .comparingElementsUsing(Correspondence.tolerance(1e-9))
        .containsExactlyElementsIn(DoubleStream.of(want).boxed().toList())
        .inOrder();
  }
}
