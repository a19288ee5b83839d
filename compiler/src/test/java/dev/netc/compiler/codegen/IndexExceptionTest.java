package dev.netc.compiler.codegen;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.source.SourceFile;
import dev.netc.runtime.IndexException;
import dev.netc.runtime.Model;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Trainer;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a generated class says of a class or word that there is none of. */
final class IndexExceptionTest {
  private static final Tensor ROWS = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

  private static Model model(String lines) {
    return GeneratedModel.of(
        new Compiler(CompilerOptions.DEFAULT)
            .analyze(new SourceFile("net.net", "network Net {\n" + lines.indent(4) + "}\n"))
            .networks()
            .get(0));
  }

  private static IndexException refused(Executable run) {
    return assertThrows(IndexException.class, run);
  }

  @Test
  void aClassThatACrossEntropyDoesNotHaveIsNamedWithItsPlace() {
    Model model =
        model(
            """
            input  x: float[N, 2]
            target label: int[N]
            output y = x -> fc: Linear(5)
            loss CrossEntropyLoss(y, label)
            optimizer SGD(lr=0.1)
            """);
    Trainer trainer = model.trainer();
    double before = model.parameters().get(0).value().get(0, 0);

    IndexException thrown =
        refused(() -> trainer.train(List.of(ROWS), List.of(Tensor.of(new int[] {0, 4, 7}, 3))));

    assertThat(thrown)
        .hasMessageThat()
        .isEqualTo("`label` holds 7 at [2], where `CrossEntropyLoss` takes an index from 0 to 4");
    assertThat(thrown.port()).isEqualTo("label");
    assertThat(thrown.element()).isEqualTo(OptionalInt.of(2));
    assertThat(thrown.index()).isEqualTo(7);
    assertThat(thrown.size()).isEqualTo(5);
    assertThat(model.parameters().get(0).value().get(0, 0)).isEqualTo(before);
    // -100 is what the loss is told to ignore.
    float loss = trainer.train(List.of(ROWS), List.of(Tensor.of(new int[] {0, 4, -100}, 3)));
    assertThat(Float.isFinite(loss)).isTrue();
  }

  @Test
  void aClassOfAPixelIsNamedWithItsPlace() {
    Model model =
        model(
            """
            input  x: float[N, 2, 2, 3]
            target label: int[N, 2, 3]
            output y = log_softmax(x, 1)
            loss NLLLoss(y, label)
            """);
    int[] labels = new int[12];
    labels[10] = -1;

    assertThat(
            refused(
                () ->
                    model
                        .evaluator()
                        .evaluate(
                            List.of(Tensor.of(new float[24], 2, 2, 2, 3)),
                            List.of(Tensor.of(labels, 2, 2, 3)))))
        .hasMessageThat()
        .isEqualTo("`label` holds -1 at [1, 1, 1], where `NLLLoss` takes an index from 0 to 1");
  }

  @Test
  void aWordThatAnEmbeddingHasNoRowForIsNamedWithItsPlace() {
    Model model =
        model(
            """
            input words: int[N, 4]
            output y = words -> word_vectors: Embedding(100, 2)
            """);

    assertThat(
            refused(
                () ->
                    model
                        .predictor()
                        .predict(List.of(Tensor.of(new int[] {0, 1, 2, 3, 4, 5, 6, 100}, 2, 4)))))
        .hasMessageThat()
        .isEqualTo("`words` holds 100 at [1, 3], where `word_vectors` takes an index from 0 to 99");
  }

  @Test
  void aSizeThatIsFreeLeavesThePositionAlone() {
    Model model =
        model(
            """
            input words: int[N, T]
            output y = words -> embedding: Embedding(100, 2)
            """);

    assertThat(
            refused(
                () ->
                    model
                        .predictor()
                        .predict(List.of(Tensor.of(new int[] {0, 1, 2, -5, 4, 5}, 2, 3)))))
        .hasMessageThat()
        .isEqualTo(
            "`words` holds -5, its element 3, where `embedding` takes an index from 0 to 99");
  }

  @Test
  void anIndexThatIsComputedIsSaidToBe() {
    Model model =
        model(
            """
            input words: int[N]
            output y = words * 2 + 1 -> embedding: Embedding(10, 2)
            """);

    IndexException thrown =
        refused(() -> model.predictor().predict(List.of(Tensor.of(new int[] {0, 5}, 2))));

    assertThat(thrown)
        .hasMessageThat()
        .isEqualTo("an index made of `words` is 11, where `embedding` takes an index from 0 to 9");
    assertThat(thrown.element()).isEqualTo(OptionalInt.empty());
  }
}
