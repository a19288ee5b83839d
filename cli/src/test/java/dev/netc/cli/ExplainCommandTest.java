package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import org.junit.jupiter.api.Test;

final class ExplainCommandTest {
  @Test
  void printsThePageOfACode() {
    Outcome outcome = netc("explain", "e0301");

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).startsWith("# E0301: a requirement does not hold\n");
    assertThat(outcome.out()).contains("This is wrong:");
    assertThat(outcome.out()).contains("This is right:");
  }

  @Test
  void listsTheCodes() {
    Outcome outcome = netc("explain");

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).containsMatch("(?m)^  E0101  the text does not follow the grammar$");
    assertThat(outcome.out()).containsMatch("(?m)^  W0101  ");
  }

  @Test
  void anUnknownCodeIsWrongUsage() {
    Outcome outcome = netc("explain", "E0391");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("there is no code E0391");
    assertThat(outcome.err()).contains("E0301");
  }
}
