package dev.netc.runtime;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows how far a loop has come, as tqdm does:
 *
 * <pre>
 * epoch 1/5  62%|██████▏   | 78/125 [00:01&lt;00:01, 61.3 it/s, loss 0.1234]
 * </pre>
 *
 * <p>On a terminal the line is drawn over itself a few times a second; elsewhere one line is
 * printed when the loop ends. Not thread-safe.
 *
 * <pre>{@code
 * Progress progress = Progress.on(System.err);
 * progress.begin("epoch 1/5", batches);
 * for (...) {
 *   progress.step("loss", trainer.train(inputs, targets));
 * }
 * progress.end();
 * }</pre>
 */
public final class Progress {
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BAR_WIDTH = 10;
  private static final String BLOCKS = " ▏▎▍▌▋▊▉█";
  private static final String PLAIN_BLOCKS = " 123456789#";

  private final PrintStream out;
  private final Display display;
  private final String blocks;
  private final LongSupplier clock;

  private String label = "";
  private int total;
  private int done;
  private String noteName = "";
  private double note;
  private long start;
  private long drawn;
  private int drawnLength;

  /** What the stream leads to. */
  enum Display {
    TERMINAL,
    LOG
  }

  Progress(PrintStream out, Display display, Charset charset, LongSupplier clock) {
    this.out = out;
    this.display = display;
    this.blocks = charset.newEncoder().canEncode(BLOCKS) ? BLOCKS : PLAIN_BLOCKS;
    this.clock = clock;
  }

  /** Progress on a standard stream of this process, drawn if the process has a terminal. */
  public static Progress on(PrintStream out) {
    String encoding = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    return new Progress(out, display(), Charset.forName(encoding), System::nanoTime);
  }

  @SuppressWarnings("SystemConsoleNull") // what newer JDKs return is asked below
  private static Display display() {
    Console console = System.console();
    if (console == null) {
      return Display.LOG;
    }
    try {
      // Since JDK 22 there is a console without a terminal too, and a method to tell them apart.
      Object terminal = Console.class.getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(terminal) ? Display.TERMINAL : Display.LOG;
    } catch (ReflectiveOperationException e) {
      return Display.TERMINAL;
    }
  }

  /** Starts a loop of {@code steps} steps under a label. */
  public void begin(String newLabel, int steps) {
    label = newLabel;
    total = steps;
    done = 0;
    noteName = "";
    start = clock.getAsLong();
    drawnLength = 0;
    draw(start);
  }

  /** Counts one step, and shows a number behind the bar. */
  public void step(String name, double value) {
    done++;
    noteName = name;
    note = value;
    long now = clock.getAsLong();
    if (now - drawn >= REDRAW_NANOS) {
      draw(now);
    }
  }

  /** Ends the loop and its line. */
  public void end() {
    long now = clock.getAsLong();
    draw(now);
    out.println(display == Display.TERMINAL ? "" : line(now));
    out.flush();
  }

  private void draw(long now) {
    drawn = now;
    if (display == Display.TERMINAL) {
      String line = line(now);
      out.print("\r" + line + " ".repeat(Math.max(0, drawnLength - line.length())));
      out.flush();
      drawnLength = line.length();
    }
  }

  private String line(long now) {
    double seconds = (now - start) / 1e9;
    double share = total == 0 ? 1 : Math.min(1, (double) done / total);
    String left = done == 0 ? "?" : time(seconds * (total - done) / done);
    String text =
        String.format(
            Locale.ROOT,
            "%s %3d%%|%s| %d/%d [%s<%s, %s",
            label,
            (int) (share * 100),
            bar(share),
            done,
            total,
            time(seconds),
            left,
            rate(seconds));
    if (!noteName.isEmpty()) {
      text += String.format(Locale.ROOT, ", %s %.4f", noteName, note);
    }
    return text + "]";
  }

  private String bar(double share) {
    int parts = blocks.length() - 1;
    int filled = (int) (share * BAR_WIDTH * parts);
    StringBuilder bar = new StringBuilder();
    for (int i = 0; i < BAR_WIDTH; i++) {
      bar.append(blocks.charAt(Math.max(0, Math.min(parts, filled - i * parts))));
    }
    return bar.toString();
  }

  private String rate(double seconds) {
    if (done == 0 || seconds <= 0) {
      return "? it/s";
    }
    double rate = done / seconds;
    return rate < 1
        ? String.format(Locale.ROOT, "%.2f s/it", 1 / rate)
        : String.format(Locale.ROOT, "%.1f it/s", rate);
  }

  private static String time(double seconds) {
    long all = Math.round(Math.max(0, seconds));
    String minutes = String.format(Locale.ROOT, "%02d:%02d", all / 60 % 60, all % 60);
    return all < 3600 ? minutes : all / 3600 + ":" + minutes;
  }
}
