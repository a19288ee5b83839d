package dev.netc.compiler.fuzz;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.library.Library;
import dev.netc.grammar.NetLexer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/** The words that random programs are made of: as often as they stand in the corpus. */
final class Vocabulary {
  private static final List<String> SMALL =
      List.of("0", "1", "2", "3", "4", "5", "6", "8", "10", "16", "-1", "-2", "0.5", "1e-3", "2.0");

  /** At the edges of what the types of Java hold, or beyond. */
  private static final List<String> ODD =
      List.of(
          "127",
          "1000",
          "32768",
          "46341",
          "1_000_000",
          "2147483647",
          "2147483648",
          "4294967296",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "99999999999999999999999",
          "1e38",
          "1e39",
          "1e308",
          "1e400",
          "1e-46",
          "1e-400",
          "0.0",
          "-0.0",
          "00",
          "0x10",
          "1e",
          "3_",
          "1.5.2",
          "12k",
          "1.5Gi");

  /** What no keyboard has, or what text is not made of. */
  private static final List<String> STRANGE =
      List.of(
          "\u0000",
          "\u0001",
          "\t",
          "\r",
          "\r\n",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\u200B",
          "\u00A0",
          "\u00E4",
          "\u0130",
          "\u0301",
          "\u202E",
          "\u2192",
          "\u2212",
          "\u201C",
          "\uFF08",
          "\uD83D",
          "\uDE00",
          "\uD83D\uDE00",
          "\uFFFF",
          "\\",
          "'",
          "\"",
          "`",
          "$",
          "#",
          "/*",
          "*/",
          "//",
          "///",
          "\"{",
          "}\"",
          "{{",
          "}}",
          ";",
          "?",
          "!",
          "&&",
          "||",
          "=>",
          ":=",
          "++",
          "::",
          "<-");

  private final Map<Integer, List<String>> byType = new HashMap<>();
  private final Map<FunctionKind, List<String>> byKind = new EnumMap<>(FunctionKind.class);
  private final List<String> names =
      Library.standard().names().stream().filter(name -> !name.startsWith("_")).toList();

  Vocabulary(Corpus corpus) {
    for (String text : corpus.readable()) {
      NetLexer lexer = new NetLexer(CharStreams.fromString(text));
      lexer.removeErrorListeners();
      for (Token token : lexer.getAllTokens()) {
        byType.computeIfAbsent(token.getType(), type -> new ArrayList<>()).add(token.getText());
      }
    }
    for (String name : names) {
      byKind.computeIfAbsent(kind(name).orElseThrow(), kind -> new ArrayList<>()).add(name);
    }
  }

  private static Optional<FunctionKind> kind(String name) {
    return Library.standard().function(name).map(Declaration.Function::kind);
  }

  /** A word of one of the lexer's types. */
  String word(int type, Random random) {
    if (type == Token.EOF) {
      return "";
    } else if (type == NetLexer.LINE_LPAREN) {
      return "\n(";
    } else if (type == NetLexer.LINE_LBRACK) {
      return "\n[";
    } else if (type == NetLexer.IDENTIFIER && random.nextInt(4) == 0) {
      return any(names, random);
    } else if (type == NetLexer.INTEGER && random.nextInt(2) == 0) {
      return number(random);
    }
    String literal = NetLexer.VOCABULARY.getLiteralName(type);
    return literal == null
        ? any(byType.getOrDefault(type, STRANGE), random)
        : literal.substring(1, literal.length() - 1);
  }

  /** A word of any type. */
  String word(Random random) {
    return random.nextInt(8) == 0
        ? strange(random)
        : word(1 + random.nextInt(NetLexer.VOCABULARY.getMaxTokenType()), random);
  }

  /** Mostly a small one. */
  String number(Random random) {
    return any(random.nextInt(25) == 0 ? ODD : SMALL, random);
  }

  /** Characters that a program has no use for. */
  String strange(Random random) {
    return any(STRANGE, random);
  }

  /** A declaration of the library of that kind. */
  String declared(FunctionKind kind, Random random) {
    return any(byKind.getOrDefault(kind, names), random);
  }

  /** Another declaration of the library of the same kind; empty for any other word. */
  Optional<String> like(String word, Random random) {
    return kind(word).map(kind -> declared(kind, random));
  }

  /** How the corpus calls things that are not the library's. */
  String identifier(Random random) {
    return any(byType.getOrDefault(NetLexer.IDENTIFIER, names), random);
  }

  /** A type of word that has only one look, such as an operator. */
  static List<String> literals() {
    return IntStream.rangeClosed(1, NetLexer.VOCABULARY.getMaxTokenType())
        .mapToObj(NetLexer.VOCABULARY::getLiteralName)
        .filter(name -> name != null)
        .map(name -> name.substring(1, name.length() - 1))
        .toList();
  }

  static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
