package dev.netc.cli;

import dev.netc.frontend.NetcVersion;
import dev.netc.frontend.format.CheckstyleFormat;
import dev.netc.frontend.format.GithubFormat;
import dev.netc.frontend.format.GitlabFormat;
import dev.netc.frontend.format.JsonFormat;
import dev.netc.frontend.format.JunitFormat;
import dev.netc.frontend.format.Places;
import dev.netc.frontend.format.ReportFormat;
import dev.netc.frontend.format.SarifFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What {@code --format} chooses from. */
enum OutputFormat {
  /** For people. */
  TEXT(places -> Optional.empty()),
  /** All facts, for programs. */
  JSON(places -> Optional.of(new JsonFormat(NetcVersion.number()))),
  /** For code scanning. */
  SARIF(places -> Optional.of(new SarifFormat(NetcVersion.number(), places))),
  /** For GitHub Actions. */
  GITHUB(places -> Optional.of(new GithubFormat(places))),
  /** For GitLab's code quality report. */
  GITLAB(places -> Optional.of(new GitlabFormat(places))),
  /** For what reads Checkstyle. */
  CHECKSTYLE(places -> Optional.of(new CheckstyleFormat(places))),
  /** For what reads JUnit. */
  JUNIT(places -> Optional.of(new JunitFormat(places)));

  private final Function<Places, Optional<ReportFormat>> format;

  OutputFormat(Function<Places, Optional<ReportFormat>> format) {
    this.format = format;
  }

  /** The format for programs, with paths below the directory that the command runs in. */
  Optional<ReportFormat> forPrograms() {
    return format.apply(new Places(Path.of("")));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
