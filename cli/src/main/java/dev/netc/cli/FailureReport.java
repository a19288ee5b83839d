package dev.netc.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong where a command ended with an exception.
 *
 * <p>A {@link UsageException} is its user's to mend. Anything else is a defect of netc, and the
 * text says how to report it; the stack trace is shown only with {@code NETC_TRACE} set.
 */
final class FailureReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (exception instanceof UsageException || exception instanceof UncheckedIOException) {
      err.println(command.getCommandName() + ": " + exception.getMessage());
      err.flush();
      return ExitCode.USAGE;
    }
    err.println("netc: internal error: " + exception);
    if (System.getenv("NETC_TRACE") == null) {
      err.println(
          "This is a defect of netc, not of your network. Please report it with the .net file, and"
              + " with what the same command prints when NETC_TRACE=1 is set.");
    } else {
      exception.printStackTrace(err);
    }
    err.println("netc " + NetcCommand.Version.number() + ", Java " + Runtime.version());
    err.flush();
    return ExitCode.INTERNAL;
  }
}
