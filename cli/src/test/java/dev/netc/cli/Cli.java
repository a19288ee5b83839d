package dev.netc.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** Runs the command line in this process, as a user would call it. */
final class Cli {
  private Cli() {}

  /** What a command left behind. */
  record Outcome(int status, String out, String err) {}

  /** Runs {@code netc} with the arguments; paths may be given as such. */
  static Outcome netc(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    int status =
        NetcCommand.commandLine(texts)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(texts);
    return new Outcome(status, out.toString(), err.toString());
  }
}
