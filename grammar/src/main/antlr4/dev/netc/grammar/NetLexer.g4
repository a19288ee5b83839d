// The words of the network language.
//
// White space does not matter but in one place: an opening parenthesis or bracket that is the first
// thing on its line, or stands behind a brace, starts something new; it does not call or index what
// stands before it. The compiler gives such a token the type LINE_LPAREN or LINE_LBRACK before
// parsing.
lexer grammar NetLexer;

channels { DOCS }

tokens { LINE_LPAREN, LINE_LBRACK }

// Words that are never names.
AND     : 'and';
AS      : 'as';
ELSE    : 'else';
FALSE   : 'false';
FOR     : 'for';
IF      : 'if';
IN      : 'in';
NONE    : 'none';
NOT     : 'not';
OR      : 'or';
RETURN  : 'return';
TRUE    : 'true';

// Words with a meaning where they start something, and names elsewhere: `loss L (input, target)`.
ALONG     : 'along';
AT_SIZES  : 'at';
BOOL      : 'bool';
BUDGET    : 'budget';
BUFFER    : 'buffer';
DOUBLE    : 'double';
EXPECT    : 'expect';
FLOAT     : 'float';
FN        : 'fn';
GRADIENT  : 'gradient';
IMPORT    : 'import';
INIT      : 'init';
INPUT     : 'input';
INT       : 'int';
LAYER     : 'layer';
LOSS      : 'loss';
METRIC    : 'metric';
NETWORK   : 'network';
OPTIMIZER : 'optimizer';
OUTPUT    : 'output';
PACKAGE   : 'package';
PARAM     : 'param';
PRINT     : 'print';
REPEAT    : 'repeat';
REPR      : 'repr';
REQUIRE   : 'require';
SCAN      : 'scan';
SCHEDULE  : 'schedule';
STATE     : 'state';
TARGET    : 'target';
UPDATE    : 'update';
WITH      : 'with';
YIELD     : 'yield';

UNDERSCORE : '_';
IDENTIFIER : [a-zA-Z_] [a-zA-Z0-9_]*;
// With letters that names are not made of.
FOREIGN_NAME : LETTER (LETTER | [0-9])*;

INTEGER : DIGITS;
REAL
    : DIGITS '.' DIGITS EXPONENT?
    | '.' DIGITS EXPONENT?
    | DIGITS EXPONENT
    ;
// With a unit, as budgets have it; elsewhere it is as malformed as any other.
QUANTITY         : DIGITS ('.' DIGITS)? ([kKmMgGtT] [iI]? [bB]? | [bB]);
// Longer than the number in it, so that `3x3` is one mistake and not two tokens.
MALFORMED_NUMBER : DIGITS ('.' DIGITS)? [a-zA-Z_] [a-zA-Z0-9_]*;

STRING          : '"' STRING_CHARACTER* '"';
UNCLOSED_STRING : '"' STRING_CHARACTER* '\\'?;
SINGLE_QUOTED   : '\'' ~['"\\\r\n]* '\'';

ARROW         : '->';
POWER         : '**';
EQUAL         : '==';
NOT_EQUAL     : '!=';
LESS_EQUAL    : '<=';
GREATER_EQUAL : '>=';
ELLIPSIS      : '...';
RANGE         : '..';
ASSIGN        : '=';
AT            : '@';
COLON         : ':';
COMMA         : ',';
DOT           : '.';
GREATER       : '>';
LBRACE        : '{';
LBRACK        : '[';
LESS          : '<';
LPAREN        : '(';
MINUS         : '-';
PERCENT       : '%';
PLUS          : '+';
RBRACE        : '}';
RBRACK        : ']';
RPAREN        : ')';
SLASH         : '/';
STAR          : '*';
TILDE         : '~';

// Four slashes and more are a rule across the page, not documentation.
DOC              : '///' (~[/\r\n] ~[\r\n]*)? -> channel(DOCS);
LINE_COMMENT     : '//' ~[\r\n]* -> channel(HIDDEN);
BLOCK_COMMENT    : '/*' .*? '*/' -> channel(HIDDEN);
UNCLOSED_COMMENT : '/*' (~'*' | '*'+ ~[*/])* '*'*;
SPACE            : [ \t\f\r\n\uFEFF]+ -> skip;

HASH_COMMENT : '#' ~[\r\n]*;
UNKNOWN      : .;

// Foreign letters are asked for, not listed: to lay out a set of 700 ranges is a good part of a start.
fragment LETTER
    : [a-zA-Z_]
    | [\u0080-\u{10FFFF}] {Character.isAlphabetic(_input.LA(-1))}?
    ;
fragment DIGITS           : [0-9] [0-9_]*;
fragment EXPONENT         : [eE] [+-]? [0-9]+;
fragment STRING_CHARACTER : ~["\\\r\n] | '\\' ~[\r\n];
