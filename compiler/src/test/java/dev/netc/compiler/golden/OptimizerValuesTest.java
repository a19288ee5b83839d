package dev.netc.compiler.golden;

import static dev.netc.compiler.testing.TensorSubject.assertThat;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.DoubleTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Optimizers that PyTorch has had since the golden values were made. What is expected was computed
 * from their definitions with NumPy in double, where Muon's matrices in PyTorch are of lower
 * precision.
 */
final class OptimizerValuesTest {
  private static final int STEPS = 4;

  /** A parameter that starts as {@code cos(i / 2 + seed)}, and what it is after the last step. */
  private record Trained(int seed, DoubleTensor after) {
    Trained(int seed, int[] shape, double... after) {
      this(seed, DoubleTensor.of(shape, after));
    }

    int[] shape() {
      return after.shape();
    }

    String name() {
      return "w" + seed;
    }

    DoubleTensor start() {
      return tensor(i -> Math.cos(0.5 * i + seed));
    }

    DoubleTensor gradient(int step) {
      return tensor(i -> Math.sin(1 + 0.7 * i + 1.3 * step + seed));
    }

    private DoubleTensor tensor(java.util.function.IntToDoubleFunction element) {
      int count = Arrays.stream(shape()).reduce(1, (a, b) -> a * b);
      double[] data = IntStream.range(0, count).mapToDouble(element).toArray();
      for (int i = 0; i < count; i++) {
        data[i] = (float) data[i];
      }
      return DoubleTensor.of(shape(), data);
    }
  }

  private static int[] shape(int... sizes) {
    return sizes;
  }

  @Test
  void muon() {
    check(
        "Muon()",
        new Trained(
            0,
            shape(4, 3),
            0.99888697734851,
            0.877190067943143,
            0.540735816357835,
            0.0717762727612236,
            -0.414980391823596,
            -0.800360812716194,
            -0.989961174975444,
            -0.937050385627114,
            -0.654498649581212,
            -0.211410713124016,
            0.283526342638352,
            0.709051276790325),
        new Trained(
            1,
            shape(2, 5),
            0.539749965100412,
            0.0710160660048792,
            -0.41517433235396,
            -0.799897289749434,
            -0.988986325001715,
            -0.936880284992318,
            -0.654116998130715,
            -0.211037393035339,
            0.283785046098269,
            0.709073704908805));
  }

  @Test
  void muonWithOtherNumbers() {
    check(
        "Muon(lr=0.1, weight_decay=0.3, momentum=0.8, nesterov=false, ns_steps=3,"
            + " adjust_lr_fn=\"match_rms_adamw\")",
        new Trained(
            0,
            shape(4, 3),
            0.848960299469129,
            0.770633723796885,
            0.505046085050245,
            0.102935407694814,
            -0.326909988478787,
            -0.686074202492502,
            -0.880803676543936,
            -0.864658690957468,
            -0.628783362321853,
            -0.222515479874905,
            0.24558783492389,
            0.654810943403432),
        new Trained(
            1,
            shape(2, 5),
            0.452732595622033,
            0.068885917331864,
            -0.333238612835743,
            -0.661705532335867,
            -0.838883540388238,
            -0.87088807622625,
            -0.623722198566523,
            -0.213688096941794,
            0.25476858975573,
            0.660027239452453));
  }

  @Test
  void adafactor() {
    check(
        "Adafactor()",
        new Trained(
            0,
            shape(2, 3),
            0.997461763783603,
            0.882828184793235,
            0.549237892928619,
            0.0785142966576531,
            -0.411823891673494,
            -0.802255039360078),
        new Trained(
            1,
            shape(5),
            0.547063784469869,
            0.0759774075635641,
            -0.406299865897514,
            -0.800454573170663,
            -0.995000649729053),
        new Trained(
            2,
            shape(2, 2, 3),
            -0.407706828787594,
            -0.794388897016575,
            -0.990942439508039,
            -0.941433965982864,
            -0.660249840613236,
            -0.218067944980056,
            0.280488113143796,
            0.713798819819659,
            0.969422674661724,
            0.984363758644216,
            0.758902558004077,
            0.345961173337478),
        new Trained(3, shape(), -0.984731040276557));
  }

  @Test
  void adafactorWithOtherNumbers() {
    check(
        "Adafactor(lr=0.3, beta2_decay=-0.5, eps=(1e-3, 0.9), d=1.5, weight_decay=0.2, maximize=true)",
        new Trained(
            0,
            shape(2, 3),
            0.768297037859262,
            0.392337203265895,
            0.0277707781071711,
            -0.227275568812304,
            -0.409926493315732,
            -0.473355462424673),
        new Trained(
            1,
            shape(5),
            0.0999576781445835,
            -0.126015565060548,
            -0.638902922440283,
            -0.580071283813505,
            -0.523209807840463),
        new Trained(
            2,
            shape(2, 2, 3),
            -0.591433853676082,
            -0.780663556061709,
            -0.653961238355844,
            -0.5114746406081,
            -0.293895787587168,
            0.0392865628513587,
            0.255932914948389,
            0.315294095421458,
            0.391968982052035,
            0.51376038776122,
            0.473222049791941,
            0.366273891654963),
        new Trained(3, shape(), -0.682867948602577));
  }

  /** Row {@code i} has no gradient in steps {@code t} where {@code i + t} divides by three. */
  @Test
  void sparseAdamLeavesRowsWithoutGradientsAlone() {
    Trained trained =
        new Trained(
            0,
            shape(4, 3),
            0.908737986652093,
            0.857553755944384,
            0.698444490420223,
            0.0504855843732822,
            -0.203797124111122,
            -0.593692303784625,
            -0.921044162116403,
            -0.872936530351848,
            -0.81174968791932,
            -0.300233253860525,
            0.264872839683414,
            0.867066527409479);
    check("SparseAdam(lr=0.1)", OptimizerValuesTest::withoutSomeRows, trained);
  }

  private static DoubleTensor withoutSomeRows(Trained trained, int step) {
    double[] data = trained.gradient(step).data().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] = (i / 3 + step) % 3 == 0 ? 0 : data[i];
    }
    return DoubleTensor.of(trained.shape(), data);
  }

  private static void check(String optimizer, Trained... parameters) {
    check(optimizer, Trained::gradient, parameters);
  }

  private static void check(
      String optimizer,
      BiFunction<Trained, Integer, DoubleTensor> gradients,
      Trained... parameters) {
    Network network = network(optimizer, List.of(parameters));
    Map<String, DoubleTensor> start = new HashMap<>();
    for (Trained parameter : parameters) {
      start.put("all." + parameter.name(), parameter.start());
    }
    Training interpreted = new InterpretedTraining(network, start);
    Training generated = new GeneratedTraining(network, start);
    for (int step = 0; step < STEPS; step++) {
      Map<String, DoubleTensor> batch = new HashMap<>();
      for (Trained parameter : parameters) {
        batch.put("g_" + parameter.name(), gradients.apply(parameter, step));
      }
      interpreted.step(batch);
      generated.step(batch);
    }
    for (Trained parameter : parameters) {
      String path = "all." + parameter.name();
      assertThat(interpreted.parameter(path)).isWithin(0, 1e-12).of(parameter.after());
      assertThat(generated.parameter(path)).isWithin(0, 2e-6).of(parameter.after());
    }
  }

  private static Network network(String optimizer, List<Trained> parameters) {
    StringBuilder text = new StringBuilder("network Net {\n");
    StringBuilder names = new StringBuilder();
    StringBuilder body = new StringBuilder();
    StringBuilder sum = new StringBuilder();
    for (Trained parameter : parameters) {
      String name = parameter.name();
      text.append("    input g_%s: float%s%n".formatted(name, Arrays.toString(parameter.shape())));
      names.append(names.isEmpty() ? "" : ", ").append("g_" + name);
      body.append("    param %s: %s = 0%n".formatted(name, Arrays.toString(parameter.shape())));
      sum.append(sum.isEmpty() ? "" : " + ").append("sum(%1$s * g_%1$s)".formatted(name));
    }
    text.append("    total = (" + names + ") -> all: Parameters\n")
        .append("    output total\n    loss total\n    optimizer " + optimizer + "\n}\n\n")
        .append("layer Parameters() (" + names + ") {\n" + body + "    return " + sum + "\n}\n");
    try {
      return Reach.compile(text.toString());
    } catch (Unreached e) {
      throw new AssertionError(text.toString(), e);
    }
  }
}
