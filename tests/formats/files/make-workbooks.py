"""Makes the workbooks beside it: openpyxl 3.0.9, XlsxWriter 3.0.2 and LibreOffice 7.4 (soffice), none of them ours."""
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile

import openpyxl
import xlsxwriter

HERE = os.path.dirname(os.path.abspath(__file__)) + '/'
DAY, TIME = dt.date(2026, 6, 30), dt.datetime(2026, 6, 30, 14, 5, 0)

# Every kind of value, by XlsxWriter: formulas with stored values and errors, formats, hidden parts, a rich text.
book = xlsxwriter.Workbook(HERE + 'kinds.xlsx', {'default_date_format': 'dd/mm/yyyy'})
book.set_properties({'created': dt.datetime(2026, 1, 1)})
form = lambda code: book.add_format({'num_format': code})
cover = book.add_worksheet('Cover')
cover.write_column(0, 0, ['Survey of June', 'Made for the board'])
sheet = book.add_worksheet('Data')
sheet.write_row(0, 0, ['id', 'plz', 'share', 'day', 'time', 'clock', 'spent', 'paid', 'ok', 'euro', 'sum', 'error', 'note'])
rich = [book.add_format({'bold': True}), 'bold', ' and plain']
for row, (id_, plz, share, paid) in enumerate([('007', 1234, 0.45, True), ('008', 99, 0.1 + 0.2, False)], start=1):
    sheet.write_string(row, 0, id_)
    sheet.write_number(row, 1, plz, form('00000'))
    sheet.write_number(row, 2, share, form('0.00%'))
    sheet.write_datetime(row, 3, DAY, form('dd/mm/yyyy'))
    sheet.write_datetime(row, 4, TIME + dt.timedelta(seconds=row, milliseconds=500), form('[$-407]d. mmm yyyy hh:mm:ss;@'))
    sheet.write_datetime(row, 5, dt.time(23, 59, 59), form('h:mm:ss AM/PM'))
    sheet.write_number(row, 6, 37.5 / 24, form('[h]:mm:ss'))
    sheet.write_boolean(row, 7, paid)
    sheet.write_string(row, 8, ' kept  ')
    sheet.write_number(row, 9, -1234.5, form('#,##0.00 "days" [$€-407];[Red]-#,##0.00 [$€-407]'))
    sheet.write_formula(row, 10, f'=J{row + 1}*2', None, -2469)
    sheet.write_formula(row, 11, '=1/0', None, '#DIV/0!')
sheet.write_rich_string(1, 12, *rich)
sheet.write_string(2, 12, 'line\nbreak <&> é 😀 _x0041_')
sheet.set_row(2, None, None, {'hidden': True})
sheet.set_column(9, 9, None, None, {'hidden': True})
book.add_worksheet('Secret').hide()
book.close()

# Days counted from 1904.
book = xlsxwriter.Workbook(HERE + 'from-1904.xlsx', {'date_1904': True})
book.set_properties({'created': dt.datetime(2026, 1, 1)})
sheet = book.add_worksheet()
sheet.write_row(0, 0, ['day', 'n'])
sheet.write_datetime(1, 0, DAY, book.add_format({'num_format': 14}))
sheet.write_datetime(2, 0, dt.datetime(1904, 1, 2), book.add_format({'num_format': 14}))
sheet.write_column(1, 1, [1, 2])
book.close()

# A report as people build it, by openpyxl: a title, merged names in two rows, a total, a note, and a second table.
book = openpyxl.Workbook()
sheet = book.active
sheet.title = 'Report'
sheet['B2'] = 'Revenue by region, June 2026'
sheet.merge_cells('B2:G2')
for row in [
    ['Region', 'Manager', '2025', None, '2026', None],
    [None, None, 'Units', 'Revenue', 'Units', 'Revenue'],
    ['North', 'Ada', 10, 100.5, 12, 120],
    ['South', 'Bob', 20, 200.25, 21, 210],
    [None, 'Cid', 5, 50, 6, 60],
    ['West', 'Dan', 7, 70, 8, 80],
    ['Total', None, 42, 420.75, 47, 470],
]:
    sheet.append([None] + row)
sheet.move_range('B3:G9', rows=1)
for merged in ['B4:B5', 'C4:C5', 'D4:E4', 'F4:G4', 'B7:B8']:
    sheet.merge_cells(merged)
sheet['B12'] = 'Source: ledger of 30 June, unaudited'
for column, values in {'B': ['Currency', 'EUR', 'USD'], 'D': ['Rate', 1, 1.1]}.items():
    for line, value in enumerate(values, start=15):
        sheet[f'{column}{line}'] = value
sheet.column_dimensions['XFD'].width = 3
sheet.cell(row=1048576, column=1).font = openpyxl.styles.Font(bold=True)
book.properties.created = book.properties.modified = dt.datetime(2026, 1, 1)
book.save(HERE + 'report.xlsx')

# Formulas that openpyxl writes without values; no header; and an empty workbook.
book = openpyxl.Workbook()
for row in [[1, 2.5, '=A1*B1'], [3, 4.5, '=A2*B2'], [5, 6.5, '=A3*B3']]:
    book.active.append(row)
book.save(HERE + 'formulas.xlsx')
openpyxl.Workbook().save(HERE + 'empty.xlsx')

# The same by LibreOffice, which computes the formulas; and formats that are not read.
work = tempfile.mkdtemp()
for source, ending in [('formulas.xlsx', 'xlsx'), ('kinds.xlsx', 'xlsx'), ('formulas.xlsx', 'xls'), ('formulas.xlsx', 'ods')]:
    subprocess.run(['soffice', '--headless', '--convert-to', ending, '--outdir', work, HERE + source], check=True, stdout=subprocess.DEVNULL)
    name = os.path.splitext(source)[0]
    shutil.copy(f'{work}/{name}.{ending}', f'{HERE}libreoffice-{name}.{ending}')
