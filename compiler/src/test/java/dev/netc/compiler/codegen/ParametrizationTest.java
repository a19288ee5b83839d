package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.runtime.ElementType;
import dev.netc.runtime.Model;
import dev.netc.runtime.Parameter;
import dev.netc.runtime.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Layers with a parameter that is computed from others: names, starts, training. */
final class ParametrizationTest {
  private static Model model(String body, String... declarations) {
    return GeneratedModel.of(
        TrainerAgreement.network(
            """
            network Net {
                input x: float[N, 4]
                %s
                output y
                loss sum(square(y))
                optimizer SGD(lr=0.1)
            }
            %s
            """
                .formatted(body, String.join("\n", declarations))));
  }

  private static List<String> names(Model model) {
    return Stream.concat(model.parameters().stream(), model.buffers().stream())
        .map(Parameter::name)
        .toList();
  }

  private static Tensor tensor(Model model, String name) {
    return Stream.concat(model.parameters().stream(), model.buffers().stream())
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void namesAreThoseOfPyTorch() {
    assertThat(names(model("y = x -> fc: weight_norm(Linear(3))")))
        .containsExactly("fc.bias", "fc.weight_g", "fc.weight_v")
        .inOrder();
    assertThat(names(model("y = x -> fc: spectral_norm(Linear(3, bias=false))")))
        .containsExactly("fc.weight_orig", "fc.weight_u", "fc.weight_v")
        .inOrder();
    assertThat(names(model("y = x -> fc: parametrizations.orthogonal(Linear(3))")))
        .containsExactly(
            "fc.bias", "fc.parametrizations.weight.original", "fc.parametrizations.weight.0.base")
        .inOrder();
    assertThat(names(model("y = x -> fc: parametrizations.weight_norm(Linear(3))")))
        .containsExactly(
            "fc.bias",
            "fc.parametrizations.weight.original0",
            "fc.parametrizations.weight.original1")
        .inOrder();
  }

  @Test
  void aLayerIsNamedAndPrintedAsItWouldBeWithout() {
    Model model =
        model(
            """
            fc = weight_norm(Linear(3))
            y = fc(x) -> head: Sequential(ReLU, weight_norm(Linear(3)))
            """);
    assertThat(names(model)).containsAtLeast("fc.weight_g", "head.1.weight_v");
    assertThat(model.toString()).contains("(fc): Linear(in_features=4, out_features=3, bias=True)");
  }

  @Test
  void startsAsTheLayerWould() {
    Model plain = model("y = x -> fc: Linear(3)");
    Model normed =
        model(
            """
            fc = weight_norm(Linear(3))
            y = fc(x)
            output w = fc.weight
            """);
    Tensor x = Tensor.randn(1, 2, 4);
    List<Tensor> outputs = normed.predictor().predict(x);
    Tensor v = tensor(normed, "fc.weight_v");
    Tensor g = tensor(normed, "fc.weight_g");
    double bound = 1 / Math.sqrt(4);
    for (int row = 0; row < 3; row++) {
      double square = 0;
      for (int column = 0; column < 4; column++) {
        assertThat(Math.abs(v.get(row, column))).isAtMost(bound);
        assertThat(outputs.get(0).get(row, column)).isWithin(1e-6).of(v.get(row, column));
        square += v.get(row, column) * v.get(row, column);
      }
      assertThat(g.get(row, 0)).isWithin(1e-6).of(Math.sqrt(square));
    }
    assertThat(names(plain)).containsExactly("fc.weight", "fc.bias").inOrder();
  }

  @Test
  void orthogonalWeightsAreOrthogonalFromStartToEnd() {
    for (String map : List.of("matrix_exp", "cayley", "householder")) {
      Model model =
          model(
              """
              fc = parametrizations.orthogonal(Linear(3), orthogonal_map="%s")
              y = fc(x)
              output w = fc.weight
              """
                  .formatted(map));
      Tensor x = Tensor.randn(1, 2, 4);
      checkRowsAreOrthogonal(model.predictor().predict(x).get(0));
      var trainer = model.trainer();
      for (int i = 0; i < 5; i++) {
        trainer.zeroGrad();
        trainer.forward(List.of(x));
        trainer.loss(List.of());
        trainer.backward();
        trainer.step();
      }
      checkRowsAreOrthogonal(model.predictor().predict(x).get(0));
    }
  }

  private static void checkRowsAreOrthogonal(Tensor w) {
    for (int i = 0; i < w.size(0); i++) {
      for (int j = 0; j < w.size(0); j++) {
        double product = 0;
        for (int k = 0; k < w.size(1); k++) {
          product += w.get(i, k) * w.get(j, k);
        }
        assertThat(product).isWithin(1e-5).of(i == j ? 1 : 0);
      }
    }
  }

  @Test
  void spectralNormStartsNearTheSingularVectors() {
    Model model =
        model(
            """
            fc = parametrizations.spectral_norm(Linear(3))
            y = fc(x)
            output w = fc.weight
            """);
    Tensor w = model.predictor().predict(Tensor.randn(1, 2, 4)).get(0);
    Tensor u = tensor(model, "fc.parametrizations.weight.0._u");
    Tensor v = tensor(model, "fc.parametrizations.weight.0._v");
    double stretch = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        stretch += u.get(i) * w.get(i, j) * v.get(j);
      }
    }
    assertThat(stretch).isWithin(1e-5).of(1);
  }

  @Test
  void aUserComputesParametersOfAnyLayer() {
    Model symmetric =
        model(
            "y = x -> fc: register_parametrization(Linear(4), \"weight\", Symmetric)",
            "layer Symmetric() (w: [K, K]) = triu(w) + transpose(triu(w, 1))");
    assertThat(names(symmetric))
        .containsExactly("fc.bias", "fc.parametrizations.weight.original")
        .inOrder();
    Model bounded = model("y = x -> fc: parametrized(Linear(4), \"weight\", tanh)");
    assertThat(names(bounded)).containsExactly("fc.weight", "fc.bias").inOrder();
    Model scaled =
        model(
            "y = x -> fc: scaled(Linear(4), 0.5)",
            """
            fn scaled(module, start) () = parametrized(module, "weight", Scale(start))
            layer Scale(start) (weight) {
                param factor as "weight_factor": [] = start
                param direction as "weight_direction": shape(weight) ~ doubled(weight)
                return factor * direction
            }
            fn doubled(tensor, weight) = 2 * weight
            """);
    assertThat(names(scaled))
        .containsExactly("fc.bias", "fc.weight_factor", "fc.weight_direction")
        .inOrder();
    double greatest = 0;
    Tensor direction = tensor(scaled, "fc.weight_direction");
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        greatest = Math.max(greatest, Math.abs(direction.get(i, j)));
      }
    }
    assertThat(greatest).isGreaterThan(0.5);
    assertThat(greatest).isAtMost(1);
  }

  /** In inference one layer, in training two, with the same parameters. */
  @Test
  void fusedLayersGiveWhatTheyGiveApart() {
    for (String layers :
        List.of(
            "a = Conv1d(3, 2)\nb = BatchNorm1d\ny = unsqueeze(x, 1) -> %s",
            "a = Conv1d(3, 2, bias=false)\nb = BatchNorm1d(affine=false)\ny = unsqueeze(x, 1) -> %s",
            "a = ConvTranspose1d(3, 2)\nb = BatchNorm1d(eps=0.1)\ny = unsqueeze(x, 1) -> %s",
            "a = Linear(3)\nb = BatchNorm1d\ny = x -> %s")) {
      String fused =
          layers.contains("Linear")
              ? "fuse_linear_bn_eval(a, b)"
              : "fuse_conv_bn_eval(a, b%s)"
                  .formatted(layers.contains("Transpose") ? ", transpose=true" : "");
      Model apart = model(layers.formatted("a -> b"));
      Model together = model(layers.formatted(fused));
      assertThat(names(together)).containsExactlyElementsIn(names(apart)).inOrder();
      long seed = 0;
      for (String name : names(apart)) {
        Tensor to = tensor(apart, name);
        if (to.type() == ElementType.FLOAT) {
          to.copyFrom(Tensor.rand(++seed, to.shape()));
        }
        tensor(together, name).copyFrom(to);
      }
      Tensor x = Tensor.randn(1, 3, 4);
      assertThat(together.predictor().predict(x).get(0).floats())
          .usingTolerance(1e-5)
          .containsExactly(apart.predictor().predict(x).get(0).floats())
          .inOrder();
      assertThat(together.trainer().forward(List.of(x)).get(0).floats())
          .usingExactEquality()
          .containsExactly(apart.trainer().forward(List.of(x)).get(0).floats())
          .inOrder();
    }
  }

  @Test
  void aSharedLayerHasOneSetOfParameters() {
    Model model =
        model(
            """
            fc = weight_norm(Linear(4))
            y = fc(x) -> relu -> fc
            """);
    assertThat(names(model)).containsExactly("fc.bias", "fc.weight_g", "fc.weight_v").inOrder();
  }
}
