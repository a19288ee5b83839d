package dev.netc.cli;

import dev.netc.compiler.Compilation;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.codegen.JavaSource;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.GeneratedFiles;
import dev.netc.frontend.NetFiles;
import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.UsageException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc compile}: writes a Java class for each network. */
@Command(
    name = "compile",
    description = "Writes a Java class for each network.",
    mixinStandardHelpOptions = true)
final class CompileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CompilerArguments compilerArguments = new CompilerArguments();
  @Mixin private FormatArguments formatArguments = new FormatArguments();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Files, and directories to search for .net files.")
  private List<Path> paths = List.of();

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where to write the sources, in directories by package. Default: here.")
  private Path directory = Path.of(".");

  @Option(
      names = "--package",
      paramLabel = "P",
      description = "The Java package, in place of the one that the file names.")
  private @Nullable String javaPackage;

  @Override
  public Integer call() {
    if (javaPackage != null && !SourceVersion.isName(javaPackage)) {
      throw new UsageException("'" + javaPackage + "' is no name for a Java package");
    }
    Findings findings = formatArguments.findings(spec.commandLine());
    Compiler compiler = new Compiler(compilerArguments.options(Optional.ofNullable(javaPackage)));
    GeneratedFiles generated = new GeneratedFiles(directory, StandardCharsets.UTF_8);
    FileImports imports = compilerArguments.imports();
    Set<String> parameters = new HashSet<>();
    for (Path file : NetFiles.find(paths)) {
      Compilation compilation = compiler.compile(imports.read(file), imports);
      findings.add(NetFiles.checked(file, compilation.networks(), compilation.diagnostics()));
      parameters.addAll(compilation.parameters());
      for (JavaSource source : compilation.sources()) {
        generated.add(source, file.toString());
      }
    }
    compilerArguments.requireKnown(parameters);
    int status = findings.conclude();
    if (status == ExitCode.OK) {
      writeAll(generated, findings);
    }
    return status;
  }

  /** Names the files written, unless a program reads the findings. */
  private void writeAll(GeneratedFiles generated, Findings findings) {
    PrintWriter out = spec.commandLine().getOut();
    generated
        .contents()
        .forEach(
            (target, bytes) -> {
              OutputFiles.write(target, bytes);
              if (findings.arePeoples()) {
                out.println(target.normalize());
              }
            });
    out.flush();
  }
}
