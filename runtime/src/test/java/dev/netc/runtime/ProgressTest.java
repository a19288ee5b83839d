package dev.netc.runtime;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long millis = 5_000;

  @Test
  void drawsOverItselfOnATerminal() {
    Progress progress = progress(Progress.Display.TERMINAL, UTF_8);
    progress.begin("epoch 1/5", 125);
    for (int i = 0; i < 78; i++) {
      millis += 16;
      progress.step("loss", 0.12341);
    }
    millis += 2;
    progress.end();
    String[] lines = text().split("\r", -1);
    assertThat(lines[0]).isEmpty();
    assertThat(lines[1]).isEqualTo("epoch 1/5   0%|          | 0/125 [00:00<?, ? it/s]");
    assertThat(lines[2])
        .isEqualTo("epoch 1/5   5%|▌         | 7/125 [00:00<00:02, 62.5 it/s, loss 0.1234]");
    assertThat(lines[lines.length - 1])
        .isEqualTo("epoch 1/5  62%|██████▏   | 78/125 [00:01<00:01, 62.4 it/s, loss 0.1234]\n");
    assertThat(lines.length).isLessThan(16);
  }

  @Test
  void clearsWhatALongerLineLeft() {
    Progress progress = progress(Progress.Display.TERMINAL, UTF_8);
    progress.begin("a", 2);
    millis += 1000;
    progress.step("loss", 123456);
    millis += 1000;
    progress.step("loss", 1);
    progress.end();
    String[] lines = text().split("\r", -1);
    assertThat(lines[3])
        .isEqualTo("a 100%|██████████| 2/2 [00:02<00:00, 1.0 it/s, loss 1.0000]     ");
  }

  @Test
  void printsOneLinePerLoopElsewhere() {
    Progress progress = progress(Progress.Display.LOG, US_ASCII);
    for (int epoch = 1; epoch <= 2; epoch++) {
      progress.begin("epoch " + epoch + "/2", 3);
      for (int i = 0; i < 3; i++) {
        millis += 1_500_000;
        progress.step("loss", epoch);
      }
      progress.end();
    }
    assertThat(text())
        .isEqualTo(
            """
            epoch 1/2 100%|##########| 3/3 [1:15:00<00:00, 1500.00 s/it, loss 1.0000]
            epoch 2/2 100%|##########| 3/3 [1:15:00<00:00, 1500.00 s/it, loss 2.0000]
            """);
  }

  private Progress progress(Progress.Display display, Charset charset) {
    return new Progress(
        new PrintStream(bytes, true, UTF_8), display, charset, () -> millis * 1_000_000);
  }

  private String text() {
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
