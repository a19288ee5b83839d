// The sentences of the network language. See docs/language.md for what they mean.
parser grammar NetParser;

options { tokenVocab = NetLexer; }

file
    : packageClause? importClause* declaration* EOF
    ;

packageClause
    : PACKAGE identifier (DOT identifier)*
    ;

importClause
    : IMPORT STRING
    ;

// ---- Declarations

declaration
    : NETWORK name=identifier ASSIGN base=identifier arguments?                          # networkAlias
    | NETWORK identifier parameterList? block                                            # network
    | functionKind functionName parameterList parameterList? (block | ASSIGN expression) # function
    ;

// A name may say what it belongs to, as `parametrizations.orthogonal`.
functionName
    : identifier (DOT identifier)*
    ;

functionKind
    : FN | LAYER | LOSS | GRADIENT | OPTIMIZER | SCHEDULE | METRIC
    ;

parameterList
    : leftParenthesis (parameter (COMMA parameter)* COMMA?)? RPAREN
    ;

parameter
    : identifier ELLIPSIS? (COLON elementType? shapePattern)? (ASSIGN expression)?
    ;

elementType
    : FLOAT | DOUBLE | INT | BOOL
    ;

shapePattern
    : leftBracket (dimension (COMMA dimension)* COMMA?)? RBRACK
    ;

dimension
    : ELLIPSIS
    | UNDERSCORE
    | expression
    ;

// ---- Statements

block
    : LBRACE statement* RBRACE
    ;

// Where two alternatives fit, the first one wins: `loss (a + b)` is a loss, no call.
statement
    : (INPUT | TARGET) identifier COLON elementType shapePattern                         # port
    | PARAM identifier (AS STRING)? COLON storedShape initialValue                       # param
    | BUFFER identifier (AS STRING)? COLON storedShape initialValue                      # buffer
    | INIT STRING (COMMA STRING)* initialValue                                            # init
    | UPDATE identifier ASSIGN expression                                                # update
    | STATE identifier (COLON operand)? ASSIGN expression                                # state
    | REQUIRE operand (COMMA STRING)?                                                    # require
    | EXPECT operand (COMMA STRING)?                                                     # expect
    | REPR STRING                                                                        # repr
    | RETURN expression                                                                  # return
    | YIELD expression                                                                   # yield
    | IF operand block (ELSE IF operand block)* (ELSE block)?                            # if
    | FOR identifier IN sequence block                                                   # for
    | OUTPUT outputItem (COMMA outputItem)*                                              # output
    | LOSS expression                                                                    # loss
    | OPTIMIZER invocation parameterGroups?                                              # optimizer
    | SCHEDULE invocation                                                                # schedule
    | METRIC (identifier COLON)? expression                                              # metric
    | BUDGET limit (COMMA limit)*                                                        # budget
    | bindingTarget ASSIGN expression                                                    # binding
    | identifier trailer* arguments                                                      # evaluateCall
    | (identifier trailer* | lineTuple) (ARROW stage)+                                   # evaluateChain
    ;

// A statement that starts with a parenthesis starts a line, or else `-> f (x) -> g` could be two of
// them, and to know better would take a look at all that follows.
bindingTarget
    : identifier
    | UNDERSCORE
    | LINE_LPAREN patterns RPAREN
    ;

lineTuple
    : LINE_LPAREN (expression (COMMA expression)* COMMA?)? RPAREN
    ;

storedShape
    : elementType listLiteral
    | operand
    ;

initialValue
    : TILDE invocation
    | ASSIGN expression
    ;

outputItem
    : identifier (ASSIGN expression)?
    ;

parameterGroups
    : LBRACE parameterGroup (COMMA? parameterGroup)* COMMA? RBRACE
    ;

parameterGroup
    : STRING (COMMA STRING)* COLON (namedArgument (COMMA namedArgument)* | invocation)
    ;

namedArgument
    : identifier ASSIGN expression
    ;

// `, T=64` is a size of the limit before, `, macs <= 1G` a limit of its own.
limit
    : identifier LESS_EQUAL quantity (AT_SIZES size (COMMA size)*)?
    ;

size
    : identifier ASSIGN INTEGER
    ;

quantity
    : INTEGER | REAL | QUANTITY
    ;

pattern
    : identifier                                                                         # bindPattern
    | UNDERSCORE                                                                         # ignorePattern
    | leftParenthesis patterns RPAREN                                                    # tuplePattern
    ;

patterns
    : pattern (COMMA pattern)* COMMA?
    ;

// ---- Chains

expression
    : operand (AS shapePattern)? (ARROW stage)*
    ;

stage
    : ((identifier | STRING) COLON)? stageBody (AS shapePattern)?
    ;

stageBody
    : stageSequence                                                                      # sequenceStage
    | repeat                                                                             # repeatStage
    | IF operand stageSequence (ELSE IF operand stageSequence)* (ELSE stageSequence)?    # choiceStage
    | PRINT                                                                              # printStage
    | callee arguments?                                                                  # applyStage
    ;

stageSequence
    : LBRACE (stage (ARROW stage)*)? RBRACE
    ;

repeat
    : REPEAT LPAREN expression RPAREN identifier? stageSequence
    ;

callee
    : identifier (DOT identifier | subscripts)*
    ;

invocation
    : identifier (DOT identifier)* arguments?
    ;

// ---- Expressions

// From the tightest binding to the loosest, as in Python.
operand
    : operand trailer                                                                    # trailed
    | <assoc=right> operand POWER operand                                                # power
    | MINUS operand                                                                      # negation
    | operand op=(STAR | SLASH | PERCENT | AT) operand                                   # product
    | operand op=(PLUS | MINUS) operand                                                  # sum
    | operand op=(EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) operand # comparison
    | NOT operand                                                                        # inversion
    | operand AND operand                                                                # conjunction
    | operand OR operand                                                                 # disjunction
    | conditional                                                                        # conditionalOperand
    | scan                                                                               # scanOperand
    | repeat                                                                             # repeatOperand
    | stageSequence                                                                      # sequenceOperand
    | tuple                                                                              # tupleOperand
    | listLiteral                                                                        # listOperand
    | identifier                                                                         # reference
    | INTEGER                                                                            # integer
    | REAL                                                                               # real
    | STRING                                                                             # string
    | (TRUE | FALSE)                                                                     # boolean
    | NONE                                                                               # none
    ;

trailer
    : DOT identifier                                                                     # memberTrailer
    | arguments                                                                          # callTrailer
    | subscripts                                                                         # indexTrailer
    ;

arguments
    : LPAREN (argument (COMMA argument)* COMMA?)? RPAREN
    ;

argument
    : (identifier ASSIGN)? expression
    ;

subscripts
    : LBRACK subscript (COMMA subscript)* COMMA? RBRACK
    ;

subscript
    : from=operand? COLON to=operand? (COLON step=operand?)?                             # slice
    | ELLIPSIS                                                                           # restSubscript
    | expression                                                                         # positionSubscript
    ;

conditional
    : IF operand LBRACE expression RBRACE ELSE (conditional | LBRACE expression RBRACE)
    ;

scan
    : SCAN scanSource (COMMA scanSource)* (ALONG operand)? (WITH carry (COMMA carry)*)? block
    ;

scanSource
    : identifier IN sequence
    ;

carry
    : identifier ASSIGN operand
    ;

sequence
    : operand (RANGE operand)?
    ;

// One expression in parentheses is itself, `(a,)` is a tuple of one.
tuple
    : leftParenthesis (expression (COMMA expression)* COMMA?)? RPAREN
    ;

listLiteral
    : leftBracket (expression (COMMA expression)* COMMA?)? RBRACK
    ;

leftParenthesis
    : LPAREN | LINE_LPAREN
    ;

leftBracket
    : LBRACK | LINE_LBRACK
    ;

// An expression in the braces of a message.
hole
    : expression EOF
    ;

identifier
    : IDENTIFIER
    | ALONG | AT_SIZES | BOOL | BUDGET | BUFFER | DOUBLE | EXPECT | FLOAT | FN | GRADIENT | IMPORT | INIT | INPUT | INT | LAYER | LOSS
    | METRIC | NETWORK | OPTIMIZER | OUTPUT | PACKAGE | PARAM | PRINT | REPEAT | REPR | REQUIRE | SCAN | SCHEDULE | STATE | TARGET
    | UPDATE | WITH | YIELD
    ;
