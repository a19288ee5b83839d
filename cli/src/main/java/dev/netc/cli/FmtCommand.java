package dev.netc.cli;

import dev.netc.compiler.format.Formatted;
import dev.netc.compiler.format.Formatter;
import dev.netc.compiler.source.SourceFile;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.UnifiedDiff;
import dev.netc.frontend.UsageException;
import dev.netc.frontend.format.CheckedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc fmt}: gives files their canonical look. */
@Command(
    name = "fmt",
    description = "Formats networks in place.",
    mixinStandardHelpOptions = true,
    footer = "A file with syntax errors is reported and left as it is.")
final class FmtCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ColorArguments color = new ColorArguments();
  private final Formatter formatter = new Formatter();
  private boolean unformatted;

  @Option(
      names = "--check",
      description = "Write nothing; show what would change, and fail if something would.")
  private boolean check;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Files, and directories to search for .net files; - formats standard input.")
  private List<String> paths = List.of();

  @Override
  public Integer call() {
    Findings findings = Findings.forPeople(spec.commandLine(), color.colors());
    if (paths.equals(List.of(STANDARD_INPUT))) {
      format(standardInput(), null, findings);
    } else if (paths.contains(STANDARD_INPUT)) {
      throw new UsageException("standard input (-) is formatted alone");
    } else {
      for (Path file : NetFiles.find(paths.stream().map(Path::of).toList())) {
        format(NetFiles.read(file), file, findings);
      }
    }
    int status = findings.conclude();
    return unformatted ? ExitCode.PROGRAM : status;
  }

  private void format(SourceFile source, @Nullable Path file, Findings findings) {
    Formatted formatted = formatter.format(source);
    findings.add(new CheckedFile(source.name(), List.of(), formatted.errors()));
    formatted.text().ifPresent(text -> use(text, source, file));
  }

  private void use(String text, SourceFile source, @Nullable Path file) {
    PrintWriter out = spec.commandLine().getOut();
    if (check) {
      if (!text.equals(source.text())) {
        unformatted = true;
        out.print(UnifiedDiff.of(source.name(), source.text(), text));
      }
    } else if (file == null) {
      out.print(text);
    } else if (!text.equals(source.text())) {
      OutputFiles.write(file, text);
      out.println(file);
    }
    out.flush();
  }

  @SuppressWarnings("SystemIn") // what `-` means; picocli has no reader of its own
  private static SourceFile standardInput() {
    try (InputStream in = System.in) {
      return new SourceFile("<stdin>", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException("cannot read standard input: " + e.getMessage());
    }
  }
}
