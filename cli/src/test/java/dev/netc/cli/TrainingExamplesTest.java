package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the examples that train learn something, on little data and in little time. */
final class TrainingExamplesTest {
  private static final Pattern LOSS = Pattern.compile("  loss (\\d+\\.\\d+)");

  @TempDir private Path target;

  @Test
  void charLstmLearnsToWrite() throws Exception {
    Example.of("char-lstm").compile(target);
    Path text = Files.writeString(target.resolve("text"), "to be or not to be\n".repeat(120));

    String output = Example.run(target, "Train", text.toString(), "8");

    assertFalls(losses(output), 8);
    assertThat(output).contains("MIRANDA:\n");
    assertThat(output.substring(output.indexOf("MIRANDA:"))).hasLength(9 + 400 + 1);
  }

  @Test
  void gptLearnsToWrite() throws Exception {
    Example.of("gpt").compile(target);
    Path text = Files.writeString(target.resolve("text"), "to be or not to be\n".repeat(20));

    String output = Example.run(target, "Train", text.toString(), "10");

    assertFalls(losses(output), 10);
    assertThat(output.substring(output.indexOf("MIRANDA:"))).hasLength(9 + 400 + 1);
  }

  @Test
  void vaeLearnsToDraw() throws Exception {
    Example.of("vae").compile(target);
    String data = Example.of("digits").directory().resolve("data").toString();

    String output = Example.run(target, "Train", data, "1");

    assertThat(losses(output).get(0)).isLessThan(230);
    assertThat(output).contains("kl ");
    assertThat(output.lines().filter(line -> line.contains("@")).count()).isAtLeast(8);
  }

  private static List<Double> losses(String output) {
    return LOSS.matcher(output).results().map(TrainingExamplesTest::number).toList();
  }

  private static double number(MatchResult match) {
    return Double.parseDouble(match.group(1));
  }

  private static void assertFalls(List<Double> losses, int count) {
    assertThat(losses).hasSize(count);
    assertThat(losses.get(count - 1)).isLessThan(0.8 * losses.get(0));
  }
}
