package dev.netc.compiler.golden;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonObject;
import dev.netc.compiler.codegen.GeneratedModel;
import dev.netc.compiler.codegen.Tensors;
import dev.netc.compiler.golden.Reach.Reached;
import dev.netc.compiler.ir.DoubleTensor;
import dev.netc.compiler.ir.Interpreter;
import dev.netc.compiler.ir.Op;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Parameters start as PyTorch's do: what is exact is equal, and what is drawn comes from the same
 * distribution. The gains are those that PyTorch recommends.
 */
final class InitParityTest {
  /** Models are drawn with so many seeds, to see a distribution by. */
  private static final int SEEDS = 30;

  @TestFactory
  Stream<DynamicTest> starts() throws IOException {
    List<Reached> cases =
        Reach.of("init").reached().stream()
            .filter(reached -> reached.golden().names("gain.").isEmpty())
            .toList();
    List<Supplier<Model>> models = GeneratedModel.of(cases.stream().map(Reached::network).toList());
    return IntStream.range(0, cases.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    cases.get(i).name(), () -> check(cases.get(i).golden(), models.get(i).get())));
  }

  @TestFactory
  Stream<DynamicTest> gains() throws IOException {
    return Reach.of("init").reached().stream()
        .filter(reached -> !reached.golden().names("gain.").isEmpty())
        .map(reached -> DynamicTest.dynamicTest(reached.name(), () -> checkGains(reached)));
  }

  private static void checkGains(Reached reached) {
    Map<Interpreter.Key, DoubleTensor> inputs =
        Map.of(new Interpreter.Key(Op.Role.INPUT, "zero"), DoubleTensor.vector(0));
    var outputs = Interpreter.run(reached.network().inference(), inputs);
    List<String> names = reached.golden().names("gain.");
    Map<String, DoubleTensor> want = reached.golden().tensors();
    for (int i = 0; i < names.size(); i++) {
      assertWithMessage(names.get(i))
          .that(outputs.of(reached.network().inference().outputs().get(i).value()).data()[0])
          .isWithin(1e-9)
          .of(want.get("gain." + names.get(i)).item());
    }
  }

  private static void check(GoldenCase golden, Model first) throws ReflectiveOperationException {
    List<Model> models = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      models.add(first.getClass().getConstructor(long.class).newInstance(seed));
    }
    JsonObject expected = golden.index().getAsJsonObject("expect");
    if (!expected.has("distribution")) {
      for (String parameter : expected.keySet()) {
        List<DoubleTensor> draws = draws(models, "module." + parameter);
        if (parameter.equals("weight") && golden.args().has("padding_idx")) {
          draws = draws.stream().map(draw -> checkZeroRow(draw, 3)).toList();
        }
        Drawn.of(parameter, draws).check(expected.getAsJsonObject(parameter));
      }
      return;
    }
    List<DoubleTensor> draws = draws(models, "value");
    switch (expected.get("distribution").getAsString()) {
      case "exact" ->
          draws.forEach(draw -> assertThat(draw).isEqualTo(golden.tensors().get("value")));
      case "orthogonal" ->
          draws.forEach(draw -> checkOrthogonal(draw, expected.get("gain").getAsDouble()));
      case "sparse_normal" -> checkSparse(draws, expected, golden);
      default -> Drawn.of("value", draws).check(expected);
    }
    boolean random = !expected.get("distribution").getAsString().equals("exact");
    assertThat(draws.get(0).equals(draws.get(1))).isEqualTo(!random);
    Model again = first.getClass().getConstructor(long.class).newInstance(0L);
    assertThat(draws(List.of(again), "value").get(0)).isEqualTo(draws.get(0));
  }

  private static List<DoubleTensor> draws(List<Model> models, String name) {
    return models.stream()
        .map(
            model ->
                Stream.concat(model.parameters().stream(), model.buffers().stream())
                    .filter(parameter -> parameter.name().equals(name))
                    .map(Parameter::value)
                    .map(Tensors::of)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no " + name)))
        .toList();
  }

  /** Checks that a row is zero, and gives the others. */
  private static DoubleTensor checkZeroRow(DoubleTensor table, int row) {
    int width = table.shape()[1];
    double[] data = table.data();
    assertThat(Arrays.copyOfRange(data, row * width, (row + 1) * width))
        .isEqualTo(new double[width]);
    double[] rest =
        IntStream.range(0, data.length)
            .filter(i -> i / width != row)
            .mapToDouble(i -> data[i])
            .toArray();
    return DoubleTensor.of(new int[] {table.shape()[0] - 1, width}, rest);
  }

  /** The rows are as long as the gain, and orthogonal. */
  private static void checkOrthogonal(DoubleTensor matrix, double gain) {
    int rows = matrix.shape()[0];
    int columns = matrix.shape()[1];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        double product = 0;
        for (int k = 0; k < columns; k++) {
          product += matrix.data()[i * columns + k] * matrix.data()[j * columns + k];
        }
        assertWithMessage("the product of rows %s and %s", i, j)
            .that(product)
            .isWithin(1e-5)
            .of(i == j ? gain * gain : 0);
      }
    }
  }

  /** Each column has as many zeros as it should, and the rest is normal. */
  private static void checkSparse(
      List<DoubleTensor> draws, JsonObject expected, GoldenCase golden) {
    int rows = draws.get(0).shape()[0];
    int columns = draws.get(0).shape()[1];
    int zeros = (int) Math.ceil(golden.args().get("sparsity").getAsDouble() * rows);
    List<DoubleTensor> rest = new ArrayList<>();
    for (DoubleTensor draw : draws) {
      for (int column = 0; column < columns; column++) {
        int at = column;
        double[] kept =
            IntStream.range(0, rows)
                .mapToDouble(row -> draw.data()[row * columns + at])
                .filter(element -> element != 0)
                .toArray();
        assertThat(kept).hasLength(rows - zeros);
        rest.add(DoubleTensor.vector(kept));
      }
    }
    JsonObject normal = expected.deepCopy();
    normal.addProperty("distribution", "normal");
    Drawn.of("what is not zero", rest).check(normal);
  }
}
