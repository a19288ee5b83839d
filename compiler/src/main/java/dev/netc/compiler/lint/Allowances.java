package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.diagnostics.NearNames;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.compiler.syntax.Comments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments of a file that allow warnings: {@code // netc:allow W0311, W0101 why}. One that
 * stands behind something is for its own line; one that stands alone is for the next line that has
 * more than a comment.
 */
public final class Allowances {
  /** The code of the warning for an allowance that does nothing. */
  static final String CODE = "W0001";

  private static final String MARK = "netc:allow";
  private static final Pattern COMMENT =
      Pattern.compile("//\\s*" + MARK + "(?![\\w-])\\s*([\\w-]+(?:\\s*,\\s*[\\w-]+)*)?.*");
  private static final Pattern WORD = Pattern.compile("[\\w-]+");

  private final SourceFile file;
  private final List<Allowance> allowances = new ArrayList<>();

  /**
   * One code or name in one comment.
   *
   * @param comment all of it
   * @param calling the code or name
   * @param line where its warnings are allowed
   * @param company whether the comment allows others too
   */
  private record Allowance(Span comment, Span calling, int line, Company company) {
    boolean covers(Diagnostic diagnostic) {
      return !diagnostic.isError()
          && diagnostic.span().file() == comment.file()
          && diagnostic.span().line() == line
          && Lints.code(calling.text()).equals(Optional.of(diagnostic.code()));
    }
  }

  /** Whether a comment allows one thing or several. */
  private enum Company {
    ALONE,
    AMONG_OTHERS
  }

  private Allowances(SourceFile file) {
    this.file = file;
  }

  /** The allowances that a file has. */
  public static Allowances of(SourceFile file) {
    Allowances allowances = new Allowances(file);
    if (file.text().contains(MARK)) {
      Comments.ofLines(file).forEach(allowances::read);
    }
    return allowances;
  }

  private void read(Span comment) {
    Matcher matcher = COMMENT.matcher(comment.text());
    if (!matcher.matches()) {
      return;
    }
    int line = target(comment);
    if (matcher.group(1) == null) {
      allowances.add(new Allowance(comment, comment, line, Company.ALONE));
      return;
    }
    List<Span> callings = new ArrayList<>();
    Matcher words = WORD.matcher(matcher.group(1));
    int start = comment.start() + matcher.start(1);
    while (words.find()) {
      callings.add(file.span(start + words.start(), start + words.end()));
    }
    Company company = callings.size() == 1 ? Company.ALONE : Company.AMONG_OTHERS;
    callings.forEach(c -> allowances.add(new Allowance(comment, c, line, company)));
  }

  private int target(Span comment) {
    int line = comment.line();
    if (!file.text().substring(file.lineStart(line), comment.start()).isBlank()) {
      return line;
    }
    do {
      line++;
    } while (line < file.lineCount()
        && (file.lineText(line).isBlank() || file.lineText(line).strip().startsWith("//")));
    return line;
  }

  /** The diagnostics that no comment allows. */
  public List<Diagnostic> apply(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(d -> allowances.stream().noneMatch(allowance -> allowance.covers(d)))
        .toList();
  }

  /**
   * A warning for each allowance that none of the diagnostics needs.
   *
   * @param diagnostics all that was found in the file
   */
  public List<Diagnostic> useless(List<Diagnostic> diagnostics) {
    return allowances.stream()
        .filter(allowance -> diagnostics.stream().noneMatch(allowance::covers))
        .map(Allowances::useless)
        .toList();
  }

  private static Diagnostic useless(Allowance allowance) {
    Span calling = allowance.calling();
    if (calling.equals(allowance.comment())) {
      return Diagnostic.warning(CODE, "this allows nothing")
          .at(calling)
          .help("say what: `// " + MARK + " W0311`")
          .build();
    }
    if (Lints.code(calling.text()).isEmpty()) {
      Diagnostic.Builder unknown =
          Diagnostic.warning(CODE, "there is no warning `" + calling.text() + "`").at(calling);
      NearNames.of(calling.text(), Lints.callings()).stream()
          .findFirst()
          .ifPresent(near -> unknown.help("did you mean `" + near + "`?", new Edit(calling, near)));
      return unknown.build();
    }
    return Diagnostic.warning(CODE, "there is no " + calling.text() + " here to allow")
        .at(calling)
        .help("leave it out", removal(allowance))
        .build();
  }

  /** Takes out one of several with a comma, or the comment with the space or line before it. */
  private static Edit removal(Allowance allowance) {
    SourceFile file = allowance.comment().file();
    String text = file.text();
    if (allowance.company() == Company.AMONG_OTHERS) {
      int end = allowance.calling().end();
      Matcher comma = Pattern.compile("\\s*,\\s*").matcher(text);
      if (comma.region(end, allowance.comment().end()).lookingAt()) {
        return new Edit(file.span(allowance.calling().start(), comma.end()), "");
      }
      int before = text.lastIndexOf(',', allowance.calling().start());
      return new Edit(file.span(before, end), "");
    }
    int start = allowance.comment().start();
    while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return new Edit(file.span(start, allowance.comment().end()), "");
  }
}
