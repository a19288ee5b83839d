package dev.netc.cli;

import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.explain.Explanation;
import dev.netc.frontend.UsageException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc explain}: says at length what a code means. */
@Command(
    name = "explain",
    description = "Explains a code such as E0301, with a wrong and a right program.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "CODE",
      description = "The code of an error or warning; without it, all are listed.")
  private @Nullable String code;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (code == null) {
      Explanation.codes().stream()
          .map(ExplainCommand::page)
          .forEach(page -> out.println("  " + page.code() + "  " + page.title()));
    } else {
      out.print(page(code).text());
    }
    out.flush();
    return ExitCode.OK;
  }

  private static Explanation page(String code) {
    return Explanation.of(code)
        .orElseThrow(
            () -> {
              List<String> near = NearNames.of(code, Explanation.codes());
              String advice =
                  near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
              return new UsageException("there is no code " + code + advice);
            });
  }
}
