package dev.netc.maven;

import dev.netc.compiler.format.Formatted;
import dev.netc.compiler.format.Formatter;
import dev.netc.compiler.source.SourceFile;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.UnifiedDiff;
import dev.netc.frontend.format.CheckedFile;
import dev.netc.frontend.format.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Formats the networks of the project and of its tests in place. */
@Mojo(name = "fmt", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class FmtMojo extends AbstractNetcMojo {
  /** Writes nothing; shows what would change, and fails the build if something would. */
  @Parameter(property = "netc.fmt.check", defaultValue = "false")
  private boolean check;

  @Override
  void run() throws MojoFailureException {
    List<Path> files = new ArrayList<>(sources(sourceDirectory));
    files.addAll(sources(testSourceDirectory));
    FileImports imports = imports(List.of(), new LibraryJars(List.of()));
    Formatter formatter = new Formatter();
    List<CheckedFile> results = new ArrayList<>();
    int changed = 0;
    for (Path file : files) {
      SourceFile source = imports.read(file);
      Formatted formatted = formatter.format(source);
      results.add(new CheckedFile(source.name(), List.of(), formatted.errors()));
      String text = formatted.text().orElse(source.text());
      if (!text.equals(source.text())) {
        changed++;
        use(text, source, file);
      }
    }
    Report report = new Report(results, List.of());
    new LoggedReport(getLog(), imports).show(report);
    LoggedReport.failIfWrong(report, false);
    String of = changed + " of " + files.size() + (files.size() == 1 ? " file" : " files");
    if (check && changed > 0) {
      throw new MojoFailureException(of + " would change; mvn netc:fmt formats them");
    }
    getLog().info(changed == 0 ? "all files are formatted" : "formatted " + of);
  }

  private void use(String text, SourceFile source, Path file) {
    if (check) {
      getLog().error(UnifiedDiff.of(source.name(), source.text(), text).stripTrailing());
    } else {
      OutputFiles.replace(file, text, charset());
      getLog().info("formatted " + source.name());
    }
  }
}
