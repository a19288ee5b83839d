package dev.netc.compiler.fuzz;

import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.TokenTree;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * Puts parts of other programs, or what the grammar allows, in the places of parts of their kind.
 * The result mostly has no syntax error.
 */
final class Grafts {
  private static final int LONGEST = 300;
  private static final Pattern NAME = Pattern.compile("\\b[a-z]\\w*\\b(?!\\s*[(=:])");

  private final Derivation derivation;
  private final Vocabulary vocabulary;
  private final Map<String, List<Part>> parts = new HashMap<>();
  private final Map<Integer, List<String>> byRule = new HashMap<>();

  /** A part of a text that one rule of the grammar reads. */
  private record Part(int rule, int start, int end) {}

  Grafts(Corpus corpus, Vocabulary vocabulary, Derivation derivation) {
    this.vocabulary = vocabulary;
    this.derivation = derivation;
    for (String text : corpus.readable()) {
      List<Part> all = parts(text);
      parts.put(text, all);
      for (Part part : all) {
        if (part.end() - part.start() <= LONGEST) {
          byRule
              .computeIfAbsent(part.rule(), rule -> new ArrayList<>())
              .add(text.substring(part.start(), part.end()));
        }
      }
    }
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    try {
      collect(TokenTree.of(new SourceFile("graft.net", text)).file(), parts);
    } catch (IllegalArgumentException hasSyntaxErrors) {
      return List.of();
    }
    return parts;
  }

  private static void collect(ParseTree tree, List<Part> parts) {
    if (tree instanceof ParserRuleContext context
        && context.getRuleIndex() != NetParser.RULE_file
        && context.getStop() != null) {
      Token start = context.getStart();
      Token stop = context.getStop();
      if (start.getStartIndex() <= stop.getStopIndex()) {
        parts.add(new Part(context.getRuleIndex(), start.getStartIndex(), stop.getStopIndex() + 1));
      }
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      collect(tree.getChild(i), parts);
    }
  }

  /** A program of the corpus with some of its parts replaced. */
  String onto(String program, Random random) {
    String grafted = program;
    for (int n = random.nextInt(3); n >= 0; n--) {
      String host = grafted;
      List<Part> places = n == 0 || !parts.containsKey(host) ? parts(host) : parts.get(host);
      if (places.isEmpty()) {
        return host;
      }
      Part place = Vocabulary.any(places, random);
      grafted =
          host.substring(0, place.start())
              + graft(host, place.rule(), random)
              + host.substring(place.end());
    }
    return grafted;
  }

  private String graft(String host, int rule, Random random) {
    List<String> known = byRule.getOrDefault(rule, List.of());
    if (known.isEmpty() || random.nextInt(4) == 0) {
      return derivation.derive(rule, random.nextInt(20), random);
    }
    String graft = Vocabulary.any(known, random);
    return random.nextInt(3) == 0 ? graft : atHome(graft, host, random);
  }

  /** Speaks of what the host speaks of. */
  private String atHome(String graft, String host, Random random) {
    List<String> names = NAME.matcher(host).results().map(MatchResult::group).toList();
    return names.isEmpty()
        ? graft
        : NAME.matcher(graft)
            .replaceAll(
                name ->
                    vocabulary.like(name.group(), random).isPresent() || random.nextInt(4) == 0
                        ? name.group()
                        : Vocabulary.any(names, random));
  }
}
