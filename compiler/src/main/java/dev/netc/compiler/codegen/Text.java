package dev.netc.compiler.codegen;

/**
 * A Java expression and how tightly its outermost operator binds.
 *
 * @param binding one of the constants, higher is tighter
 */
record Text(String code, int binding) {
  static final int TERNARY = 2;
  static final int OR = 3;
  static final int AND = 4;
  static final int EQUALITY = 8;
  static final int RELATION = 9;
  static final int SUM = 11;
  static final int PRODUCT = 12;
  static final int PREFIX = 13;
  static final int PRIMARY = 15;

  static Text primary(String code) {
    return new Text(code, PRIMARY);
  }

  /** The code as an operand of something that binds as tightly as given. */
  String within(int outer) {
    return binding >= outer ? code : "(" + code + ")";
  }

  /** A sum whose first part may be zero, and then is left out. */
  static String plus(String start, String more) {
    return start.equals("0") ? more : start + " + " + more;
  }
}
