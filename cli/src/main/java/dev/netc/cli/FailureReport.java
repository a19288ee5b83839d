package dev.netc.cli;

import dev.netc.frontend.NetcVersion;
import dev.netc.frontend.UsageException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Says what went wrong where a command ended with an exception.
 *
 * <p>A {@link UsageException} is its user's to mend. Anything else is a defect of netc, and the
 * text says how to report it; the stack trace is shown only with {@code NETC_TRACE} set.
 */
final class FailureReport implements IExecutionExceptionHandler {
  /** Runs the command; errors of the JVM, such as an overflow of the stack, are reported too. */
  static final IExecutionStrategy REPORTING_ERRORS =
      result -> {
        try {
          return new RunLast().execute(result);
        } catch (StackOverflowError | OutOfMemoryError | AssertionError | LinkageError e) {
          throw new ExecutionException(result.commandSpec().commandLine(), e.toString(), e);
        }
      };

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (exception instanceof UsageException) {
      err.println("netc " + command.getCommandName() + ": " + exception.getMessage());
      err.flush();
      return ExitCode.USAGE;
    }
    Throwable cause = exception.getCause() instanceof Error ? exception.getCause() : exception;
    err.println("netc: internal error: " + cause);
    if (cause instanceof OutOfMemoryError) {
      err.println("More memory may help: NETC_JAVA_OPTS=-Xmx8g gives 8 GB.");
    }
    if (System.getenv("NETC_TRACE") == null) {
      err.println(
          "This is a defect of netc, not of your network. Please report it with the .net file, and"
              + " with what the same command prints when NETC_TRACE=1 is set.");
    } else {
      cause.printStackTrace(err);
    }
    err.println("netc " + NetcVersion.number() + ", Java " + Runtime.version());
    err.flush();
    return ExitCode.INTERNAL;
  }
}
