package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetcCommandTest {
  @Test
  void helpNamesTheCommandsAndTheExitStatus() {
    Outcome outcome = netc("--help");

    assertThat(outcome.status()).isEqualTo(0);
    for (String command : new String[] {"compile", "check", "fix", "summary", "train", "std"}) {
      assertThat(outcome.out()).containsMatch("(?m)^  " + command + "\\b");
    }
    assertThat(outcome.out()).contains("Exit status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compile", "check", "fix", "summary", "train", "std"})
  void everyCommandHasHelp(String command) {
    Outcome outcome = netc(command, "--help");

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).startsWith("Usage: netc " + command);
  }

  @Test
  void versionSaysWhichNetcAndWhichJava() {
    Outcome outcome = netc("--version");

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).containsMatch("(?m)^netc .+\nJava .+$");
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    Outcome outcome = netc();

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("Missing command");
    assertThat(outcome.err()).contains("Usage: netc");
  }

  @Test
  void anUnknownCommandIsWrongUsage() {
    Outcome outcome = netc("chekc");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("check");
  }

  @Test
  void anUnknownOptionIsWrongUsage() {
    assertThat(netc("check", "--colour", "x.net").status()).isEqualTo(2);
  }
}
