package dev.netc.compiler.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes texts without knowing what they mean: character by character, word by word. */
final class Damage {
  private static final Pattern WORD = Pattern.compile("\\w+|\\s+|->|[^\\w\\s]");
  private static final List<String> BRACKETS = List.of("(", "[", "{", "f(", "x[", "-", "if a {");
  private static final int DEEPEST = 400;

  private final Corpus corpus;
  private final Vocabulary vocabulary;

  Damage(Corpus corpus, Vocabulary vocabulary) {
    this.corpus = corpus;
    this.vocabulary = vocabulary;
  }

  /** A text with some of its characters changed. */
  String ofCharacters(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int n = random.nextInt(4); n >= 0; n--) {
      damageCharacters(damaged, random);
    }
    return damaged.toString();
  }

  private void damageCharacters(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(6) == 0 ? 60 : 4));
    switch (random.nextInt(9)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, vocabulary.strange(random));
      case 2 -> text.insert(at, text.substring(at, end));
      case 3 -> text.setLength(at);
      case 4 -> text.delete(0, at);
      case 5 -> {
        if (at < text.length()) {
          text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(16))));
        }
      }
      case 6 ->
          text.insert(
              at, (char) (random.nextBoolean() ? 32 + random.nextInt(96) : random.nextInt(65536)));
      case 7 -> splice(text, at, random);
      default ->
          text.insert(at, Vocabulary.any(BRACKETS, random).repeat(1 + random.nextInt(DEEPEST)));
    }
  }

  private void splice(StringBuilder text, int at, Random random) {
    String other = corpus.any(random);
    text.setLength(at);
    text.append(other, random.nextInt(other.length() + 1), other.length());
  }

  /** A text with some of its lines or words changed; words mostly to others that fit as well. */
  String ofWords(String text, Random random) {
    List<String> words =
        new ArrayList<>(WORD.matcher(text).results().map(MatchResult::group).toList());
    for (int n = random.nextInt(4); n >= 0 && !words.isEmpty(); n--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(8)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, Vocabulary.any(words, random));
        case 2 -> words.set(at, Vocabulary.any(words, random));
        case 3 -> words.add(at, " " + vocabulary.word(random) + " ");
        default -> words.set(at, alike(words, at, random));
      }
    }
    return String.join("", words);
  }

  private String alike(List<String> words, int at, Random random) {
    String word = words.get(at);
    if (word.isBlank()) {
      return random.nextBoolean() ? "\n" : " ";
    }
    if (Character.isDigit(word.charAt(0))) {
      return vocabulary.number(random);
    }
    if (!Character.isLetter(word.charAt(0))) {
      return Vocabulary.any(Vocabulary.literals(), random);
    }
    return vocabulary.like(word, random).orElseGet(() -> name(words, random));
  }

  private String name(List<String> words, Random random) {
    String other = Vocabulary.any(words, random);
    return Character.isLetter(other.charAt(0)) ? other : vocabulary.identifier(random);
  }

  /** A text with some of its lines changed. */
  String ofLines(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int n = random.nextInt(3); n >= 0 && !lines.isEmpty(); n--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(5)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, Vocabulary.any(lines, random));
        case 2 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
        case 3 -> lines.set(at, lines.get(at).repeat(1 + random.nextInt(40)));
        default -> {
          List<String> others = corpus.any(random).lines().toList();
          lines.add(at, others.isEmpty() ? "" : Vocabulary.any(others, random));
        }
      }
    }
    return String.join("\n", lines);
  }

  /** Words in any order. */
  String soup(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "network A {\n");
    for (int n = random.nextInt(30); n > 0; n--) {
      text.append(vocabulary.word(random)).append(random.nextInt(4) == 0 ? "\n" : " ");
    }
    return text.toString();
  }
}
