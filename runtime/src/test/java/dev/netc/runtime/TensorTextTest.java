package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares with {@code tensor_text.txt}, which {@code tensor_text.py} made by PyTorch. */
final class TensorTextTest {
  @TestFactory
  Stream<DynamicTest> printsAsPyTorch() throws IOException {
    try (InputStream stream = TensorTextTest.class.getResourceAsStream("tensor_text.txt")) {
      String[] cases = new String(stream.readAllBytes(), UTF_8).split("\n---\n", -1);
      return Arrays.stream(cases).filter(text -> !text.isEmpty()).map(TensorTextTest::test);
    }
  }

  private static DynamicTest test(String text) {
    int end = text.indexOf('\n');
    String head = text.substring(0, end);
    String wanted = text.substring(end + 1);
    String name = head.length() < 80 ? head : head.substring(0, 80);
    return DynamicTest.dynamicTest(
        name, () -> assertThat(tensor(head).toString()).isEqualTo(wanted));
  }

  private static Tensor tensor(String head) {
    int open = head.indexOf('[');
    int close = head.indexOf(']');
    int[] shape =
        Arrays.stream(numbers(head.substring(open + 1, close).replace(",", "")))
            .mapToInt(size -> (int) size)
            .toArray();
    double[] values = values(head.substring(close + 1).trim(), Shapes.count(shape));
    return switch (head.substring(0, open).trim()) {
      case "float" -> {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) values[i];
        }
        yield Tensor.wrap(floats, 0, shape);
      }
      case "double" -> Tensor.wrap(values, 0, shape);
      case "int" -> Tensor.wrap(Arrays.stream(values).mapToInt(v -> (int) v).toArray(), 0, shape);
      case "bool" -> {
        boolean[] booleans = new boolean[values.length];
        for (int i = 0; i < booleans.length; i++) {
          booleans[i] = values[i] != 0;
        }
        yield Tensor.wrap(booleans, 0, shape);
      }
      default -> throw new IllegalArgumentException(head);
    };
  }

  private static double[] values(String text, int count) {
    if (!text.startsWith("linear ")) {
      return numbers(text);
    }
    double[] line = numbers(text.substring("linear ".length()));
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = line[0] + i * line[1];
    }
    return values;
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" "))
        .filter(word -> !word.isEmpty())
        .mapToDouble(TensorTextTest::number)
        .toArray();
  }

  private static double number(String word) {
    return switch (word) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(word);
    };
  }
}
