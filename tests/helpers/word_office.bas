' Changes Word files as a script says; a step a line, its parts divided by tabs.
Sub Edit(sScript As String)
  Dim doc As Object, s As String, p, lines, i As Long
  On Error Goto Failed
  lines = ReadLines(sScript)
  For i = 0 To UBound(lines)
    s = lines(i)
    If Len(s) > 0 Then
      p = Split(s, Chr(9))
      Select Case p(0)
      Case "open"
        doc = StarDesktop.loadComponentFromURL(ConvertToURL(p(1)), "_blank", 0, Array(Prop("Hidden", True)))
      Case "save"
        doc.storeToURL(ConvertToURL(p(1)), Array(Prop("FilterName", "MS Word 2007 XML")))
        doc.close(True)
      Case Else
        Act(doc, p)
      End Select
    End If
  Next i
  Exit Sub
Failed:
  Tell(sScript & ".error", "line " & CStr(i + 1) & ": " & s & ": " & Error & " (" & CStr(Erl) & ")")
  StarDesktop.terminate()
End Sub

Sub Tell(sFile As String, sText As String)
  Dim n As Integer
  n = FreeFile
  Open sFile For Output As #n
  Print #n, sText
  Close #n
End Sub

Function ReadLines(sScript As String)
  Dim files, stream, found(), n As Long
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  stream = createUnoService("com.sun.star.io.TextInputStream")
  stream.setInputStream(files.openFileRead(ConvertToURL(sScript)))
  stream.setEncoding("UTF-8")
  n = -1
  Do While Not stream.isEOF()
    n = n + 1
    ReDim Preserve found(n)
    found(n) = stream.readLine()
  Loop
  stream.closeInput()
  ReadLines = found
End Function

Function Prop(n As String, v) As Object
  Dim o As New com.sun.star.beans.PropertyValue
  o.Name = n
  o.Value = v
  Prop = o
End Function

Function Para(doc As Object, n As Integer) As Object
  Dim e, x, i As Integer
  e = doc.Text.createEnumeration()
  i = -1
  Do While e.hasMoreElements()
    x = e.nextElement()
    If x.supportsService("com.sun.star.text.Paragraph") Then
      i = i + 1
      If i = n Then
        Para = x
        Exit Function
      End If
    End If
  Loop
End Function

Function Annex(doc As Object) As Object
  Annex = doc.TextTables.getByIndex(doc.TextTables.Count - 1)
End Function

Function CellAt(doc As Object, r As Integer, c As Integer) As Object
  CellAt = Annex(doc).getCellByName(Chr(65 + c) & CStr(r + 1))
End Function

Sub PutAside(doc As Object, n As Integer, sService As String, sText As String)
  Dim x, note
  x = Para(doc, n)
  note = doc.createInstance(sService)
  doc.Text.insertTextContent(doc.Text.createTextCursorByRange(x.getEnd()), note, False)
  If sService = "com.sun.star.text.Footnote" Then note.setString(sText)
  If sService = "com.sun.star.text.TextFrame" Then note.Text.setString(sText)
End Sub

Sub Act(doc As Object, p)
  Dim x, cur, i As Integer, d, fr
  Select Case p(0)
  Case "para"
    Para(doc, CInt(p(1))).setString(p(2))
  Case "insert"
    x = Para(doc, CInt(p(1)))
    cur = doc.Text.createTextCursorByRange(x.getEnd())
    doc.Text.insertControlCharacter(cur, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
    doc.Text.insertString(cur, p(2), False)
  Case "delete"
    Para(doc, CInt(p(1))).dispose()
  Case "footnote"
    PutAside(doc, CInt(p(1)), "com.sun.star.text.Footnote", p(2))
  Case "frame"
    PutAside(doc, CInt(p(1)), "com.sun.star.text.TextFrame", p(2))
  Case "tracked"
    doc.RecordChanges = True
    x = Para(doc, CInt(p(1)))
    cur = doc.Text.createTextCursorByRange(x.getEnd())
    doc.Text.insertString(cur, p(2), False)
    doc.RecordChanges = False
  Case "merge"
    cur = Annex(doc).createCursorByCellName(Chr(65 + CInt(p(2))) & CStr(CInt(p(1)) + 1))
    cur.gotoCellByName(Chr(66 + CInt(p(2))) & CStr(CInt(p(1)) + 1), True)
    cur.mergeRange()
  Case "cell"
    CellAt(doc, CInt(p(1)), CInt(p(2))).setString(Join(Split(p(3), "\n"), Chr(10)))
  Case "addrow"
    doc.CurrentController.select(CellAt(doc, CInt(p(1)), 0))
    createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(doc.CurrentController.Frame, ".uno:InsertRowsAfter", "", 0, Array())
  Case "delrow"
    Annex(doc).Rows.removeByIndex(CInt(p(1)), 1)
  Case "moverow"
    d = createUnoService("com.sun.star.frame.DispatchHelper")
    fr = doc.CurrentController.Frame
    doc.CurrentController.select(CellAt(doc, CInt(p(1)), 0))
    d.executeDispatch(fr, ".uno:EntireRow", "", 0, Array())
    d.executeDispatch(fr, ".uno:Copy", "", 0, Array())
    doc.CurrentController.select(CellAt(doc, CInt(p(2)), 0))
    d.executeDispatch(fr, ".uno:PasteRowsBefore", "", 0, Array())
    i = CInt(p(1))
    If CInt(p(2)) <= i Then i = i + 1
    Annex(doc).Rows.removeByIndex(i, 1)
  End Select
End Sub
