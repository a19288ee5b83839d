package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * What all builders ask of ANTLR's parse tree: spans, names, documentation, a place for reports.
 */
final class TreeReader {
  private final SourceFile source;
  private final GuessedNames guessedNames;
  private final Deque<Token> docs;
  private final List<Token> danglingDocs = new ArrayList<>();
  private final List<Diagnostic> diagnostics;

  /**
   * Makes a reader.
   *
   * @param source the text
   * @param tokens its words
   * @param diagnostics where reports go
   */
  TreeReader(SourceFile source, TokenList tokens, List<Diagnostic> diagnostics) {
    this.source = source;
    this.guessedNames = new GuessedNames(tokens);
    this.docs = new ArrayDeque<>(tokens.docs());
    this.diagnostics = diagnostics;
  }

  /** The text of a construct. */
  Span span(ParserRuleContext tree) {
    int start = tree.getStart().getStartIndex();
    return source.span(start, Math.max(start, tree.getStop().getStopIndex() + 1));
  }

  /** The text of a token. */
  Span span(Token token) {
    return source.span(token.getStartIndex(), token.getStopIndex() + 1);
  }

  /** A name. */
  Name name(NetParser.IdentifierContext tree) {
    return new Name(span(tree), tree.getText());
  }

  /** What lines and declarations that could not be read seem to name. */
  GuessedNames guessedNames() {
    return guessedNames;
  }

  /** Reports a mistake. */
  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  /**
   * The documentation right before a construct. Constructs must be asked for in the order of the
   * text; lines that nothing has asked for when the reader is past them document nothing.
   */
  Optional<Doc> doc(ParserRuleContext tree) {
    List<Token> lines = new ArrayList<>();
    int start = tree.getStart().getStartIndex();
    while (!docs.isEmpty() && docs.element().getStartIndex() < start) {
      lines.add(docs.remove());
    }
    int before = lines.size();
    int next = start;
    while (before > 0 && source.text().substring(end(lines, before), next).isBlank()) {
      before--;
      next = lines.get(before).getStartIndex();
    }
    danglingDocs.addAll(lines.subList(0, before));
    List<Token> own = lines.subList(before, lines.size());
    return own.isEmpty() ? Optional.empty() : Optional.of(doc(own));
  }

  private static int end(List<Token> lines, int count) {
    return lines.get(count - 1).getStopIndex() + 1;
  }

  private Doc doc(List<Token> lines) {
    String text =
        lines.stream()
            .map(line -> line.getText().substring("///".length()))
            .map(line -> line.startsWith(" ") ? line.substring(1) : line)
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n"));
    return new Doc(span(lines.get(0)).to(span(lines.get(lines.size() - 1))), text);
  }

  /** Warns of documentation that stands before nothing that could be documented. */
  void reportDanglingDocs() {
    danglingDocs.addAll(docs);
    Span last = source.span(0, 0);
    for (Token line : danglingDocs) {
      Span span = span(line);
      boolean first =
          !source.text().substring(last.end(), span.start()).isBlank() || last.end() == 0;
      last = span;
      if (first) {
        diagnostics.add(
            Diagnostic.warning("W0101", "this documents nothing")
                .at(span)
                .note(
                    "`///` belongs before a declaration, a parameter or a line that names something")
                .help("make it a comment: `//`", slashes(span))
                .build());
      }
    }
  }

  private static Edit slashes(Span doc) {
    return new Edit(new Span(doc.file(), doc.start(), doc.start() + 3), "//");
  }
}
