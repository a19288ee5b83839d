package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.elaborate.Network;
import dev.netc.runtime.Model;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network of 1,000 layers stays within what Java can compile, and HotSpot too. */
final class DeepNetworkTest {
  /** HotSpot never compiles a method over this size. */
  private static final int HUGE_METHOD = 8_000;

  @Test
  void aThousandLayersCompileAndTrain() {
    Network network = SmallNetworks.deep(1_000);
    JavaSource source = GeneratedModel.source(network);
    Map<String, byte[]> classes = GeneratedModel.compile(source);
    classes.forEach(
        (name, bytes) ->
            MethodSizes.of(bytes)
                .forEach(
                    (method, size) ->
                        assertWithMessage(name + "." + method)
                            .that(
                                method.startsWith("toString") || method.startsWith("<") ? 0 : size)
                            .isLessThan(HUGE_METHOD)));
    Model model = GeneratedModel.load(source, classes);
    Trainer trainer = model.trainer();
    Tensor input = Tensor.randn(1, 3, 4);
    Tensor wanted = Tensor.zeros(3, 4);
    assertThat(Float.isFinite(trainer.train(List.of(input), List.of(wanted)))).isTrue();
    assertThat(model.parameters()).hasSize(2_000);
  }
}
