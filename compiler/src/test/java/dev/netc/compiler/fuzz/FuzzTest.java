package dev.netc.compiler.fuzz;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * No text makes the compiler throw, hang, or point outside a file. {@code -Dfuzz.inputs} and {@code
 * -Dfuzz.seed} choose how many texts and which.
 */
final class FuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  @Test
  void everyTextHasAnAnswer() throws IOException, InterruptedException {
    Fuzzer fuzzer = new Fuzzer(new Inputs(), SEED, INPUTS);
    List<Fuzzer.Failing> failing = fuzzer.run();

    assertWithMessage(failing.stream().map(Object::toString).collect(Collectors.joining("\n")))
        .that(failing)
        .isEmpty();
    assertWithMessage("share of inputs that became Java")
        .that(fuzzer.compiled())
        .isAtLeast(INPUTS / 100);
  }

  @Test
  void anInputIsTheSameForTheSameSeed() throws IOException {
    Inputs inputs = new Inputs();
    Inputs again = new Inputs();
    for (int i = 0; i < 200; i++) {
      assertThat(again.of(3, i)).isEqualTo(inputs.of(3, i));
    }
  }

  @Test
  void whatFailsIsMadeSmall() {
    String text = "network A {\n    input x: float[N]\n    output y = x -> rleu(3)\n}\n";

    assertThat(Shrinking.shrink(text, t -> t.contains("rleu") && t.contains("3"), 1000))
        .isEqualTo("rleu3");
  }
}
