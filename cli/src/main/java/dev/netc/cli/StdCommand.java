package dev.netc.cli;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.library.Library;
import dev.netc.frontend.UsageException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc std}: shows the standard library, which is written in the language itself. */
@Command(
    name = "std",
    description = "Shows the source of a declaration of the standard library, or lists them all.",
    mixinStandardHelpOptions = true)
final class StdCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A layer, function, loss, metric or optimizer; without it, all are listed.")
  private @Nullable String name;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      list(out);
    } else {
      out.println(source(name));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String source(String name) {
    Library library = Library.standard();
    return library
        .source(name)
        .orElseThrow(
            () -> {
              List<String> near = NearNames.of(name, library.names());
              String advice =
                  near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
              return new UsageException("the standard library has no " + name + advice);
            });
  }

  private static void list(PrintWriter out) {
    for (FunctionKind kind : FunctionKind.values()) {
      List<Declaration.Function> declared =
          Library.standard()
              .functions()
              .filter(function -> function.kind() == kind)
              .filter(function -> !function.name().text().startsWith("_"))
              .sorted(Comparator.comparing(function -> function.name().text()))
              .toList();
      if (!declared.isEmpty()) {
        out.println(kind.word());
        declared.forEach(function -> out.println(line(function)));
        out.println();
      }
    }
  }

  /** The name, and the first sentence of the documentation. */
  private static String line(Declaration.Function function) {
    String doc = function.doc().map(Doc::text).orElse("").replace('\n', ' ');
    int end = doc.indexOf(". ");
    String sentence = end < 0 ? doc : doc.substring(0, end + 1);
    return "  %-24s %s".formatted(function.name().text(), sentence).stripTrailing();
  }
}
